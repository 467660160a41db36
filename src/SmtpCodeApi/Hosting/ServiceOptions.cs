using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using Microsoft.Extensions.Options;

namespace SmtpCodeApi.Hosting;

/// <summary>The settings of the service: section <c>SmtpCodeApi</c>, or environment variables such as <c>SmtpCodeApi__PathBase</c>. Checked at start.</summary>
[SuppressMessage("Performance", "CA1819", Justification = "The lists are filled by the configuration binder.")]
internal sealed class ServiceOptions
{
    public const string Section = "SmtpCodeApi";

    /// <summary>The path under which a proxy publishes the service, such as <c>/smtp</c>; empty for none. Links in answers begin with it.</summary>
    [RegularExpression("^(/[A-Za-z0-9._~-]+)*$", ErrorMessage = "SmtpCodeApi:PathBase must be empty or a path such as /smtp, without a slash at its end.")]
    public string PathBase { get; set; } = "";

    /// <summary>From how many milliseconds a successful request is logged as slow.</summary>
    [Range(1, 600_000, ErrorMessage = "SmtpCodeApi:SlowRequestMilliseconds must be between 1 and 600000.")]
    public int SlowRequestMilliseconds { get; set; } = 1000;

    /// <summary>A port of their own for health and metrics, which are not answered on the others then; 0 for none.</summary>
    [Range(0, 65535, ErrorMessage = "SmtpCodeApi:ManagementPort must be between 0 and 65535.")]
    public int ManagementPort { get; set; }

    /// <summary>Origins whose pages may call the service from a browser; <c>*</c> for every origin, none for no origin.</summary>
    public string[] AllowedOrigins { get; set; } = [];

    /// <summary>Host names that the service answers for, <c>*.example.com</c> for all below one; empty for any. Health and metrics answer for any.</summary>
    public string[] AllowedHosts { get; set; } = [];

    /// <summary>Addresses and networks of proxies whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed; empty for none.</summary>
    [Networks(ErrorMessage = "SmtpCodeApi:TrustedProxies must be addresses such as 10.0.0.7 or networks such as 10.0.0.0/8.")]
    public string[] TrustedProxies { get; set; } = [];

    /// <summary>Keys, one of which every request has to bring as <c>Authorization: Bearer …</c>; empty for a service open to all. Health and metrics need none.</summary>
    [Keys(ErrorMessage = "SmtpCodeApi:ApiKeys must be 16 characters or longer each, letters, digits and - . _ ~ + / =.")]
    public string[] ApiKeys { get; set; } = [];

    /// <summary>How many requests a client may make in a minute, in bursts too: a key where there are keys, else an address (of IPv6 the first 64 bits); 0 for any number.</summary>
    [Range(0, 10_000_000, ErrorMessage = "SmtpCodeApi:RequestsPerMinute must be between 0 and 10000000.")]
    public int RequestsPerMinute { get; set; }

    /// <summary>How many requests are worked on at once before more are refused, batches included; 0 for any number.</summary>
    [Range(0, 1_000_000, ErrorMessage = "SmtpCodeApi:MaxConcurrentRequests must be between 0 and 1000000.")]
    public int MaxConcurrentRequests { get; set; }

    /// <summary>How many connections may be open at once before more are closed; 0 for any number.</summary>
    [Range(0, 1_000_000, ErrorMessage = "SmtpCodeApi:MaxConnections must be between 0 and 1000000.")]
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>How large the headers of a request may be together, in octets.</summary>
    [Range(1024, 1024 * 1024, ErrorMessage = "SmtpCodeApi:MaxHeaderBytes must be between 1024 and 1048576.")]
    public int MaxHeaderBytes { get; set; } = 32 * 1024;

    /// <summary>How long a client may take over the headers of a request.</summary>
    [Range(1, 600, ErrorMessage = "SmtpCodeApi:HeaderTimeoutSeconds must be between 1 and 600.")]
    public int HeaderTimeoutSeconds { get; set; } = 15;

    /// <summary>How long a connection may be idle between two requests; it should be longer than the proxy in front keeps one, or the two close and reuse it at the same moment.</summary>
    [Range(1, 3600, ErrorMessage = "SmtpCodeApi:KeepAliveSeconds must be between 1 and 3600.")]
    public int KeepAliveSeconds { get; set; } = 130;
}

/// <summary>Each is an address or a network.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NetworksAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is string[] texts && texts.All(text => TryParse(text, out _));

    /// <summary>Reads a network; an address is a network of one.</summary>
    public static bool TryParse(string text, out IPNetwork network)
    {
        if (IPNetwork.TryParse(text, out network))
        {
            return true;
        }

        // What IPAddress reads beside the usual forms, "10" for 0.0.0.10, is a slip here.
        if (!IPAddress.TryParse(text, out var address) || !text.AsSpan().ContainsAny('.', ':'))
        {
            return false;
        }

        network = new(address, address.GetAddressBytes().Length * 8);
        return true;
    }
}

/// <summary>Each is long enough to be no guess, and can stand behind <c>Bearer</c> (RFC 6750 section 2.1).</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KeysAttribute : ValidationAttribute
{
    private const int Shortest = 16;

    public override bool IsValid(object? value) =>
        value is string[] keys && keys.All(key => key.Length >= Shortest && key.All(character => char.IsAsciiLetterOrDigit(character) || "-._~+/=".Contains(character, StringComparison.Ordinal)));
}

/// <summary>The checks of <see cref="ServiceOptions"/>, generated from its attributes so that none needs reflection.</summary>
[OptionsValidator]
internal sealed partial class ServiceOptionsValidator : IValidateOptions<ServiceOptions>;
