using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace SmtpCodeApi.Hosting;

/// <summary>The settings of the service: section <c>SmtpCodeApi</c>, or environment variables such as <c>SmtpCodeApi__PathBase</c>. Checked at start.</summary>
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
    [SuppressMessage("Performance", "CA1819", Justification = "Filled by the configuration binder.")]
    public string[] AllowedOrigins { get; set; } = [];
}

/// <summary>The checks of <see cref="ServiceOptions"/>, generated from its attributes so that none needs reflection.</summary>
[OptionsValidator]
internal sealed partial class ServiceOptionsValidator : IValidateOptions<ServiceOptions>;
