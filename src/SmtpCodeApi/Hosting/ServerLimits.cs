using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using SmtpCodeApi.Http;

namespace SmtpCodeApi.Hosting;

/// <summary>What a connection may do before any of our code sees a request, and whose word about it counts.</summary>
internal static class ServerLimits
{
    // A reply of 4 KiB in GET /explain has to fit with every octet escaped as %XX.
    private const int LongestRequestLine = 16 * 1024;

    // The server's own 240 octets a second would let a client that does not read hold an answer of a megabyte for an hour.
    private static readonly MinDataRate SlowestReader = new(8 * 1024, TimeSpan.FromSeconds(10));

    public static void AddServerLimits(this WebApplicationBuilder builder) => builder.Services.AddOptions<KestrelServerOptions>()
        .Configure<IOptions<ServiceOptions>>(static (server, options) =>
        {
            var settings = options.Value;
            server.AddServerHeader = false;
            server.Limits.MaxConcurrentConnections = settings.MaxConnections > 0 ? settings.MaxConnections : null;
            server.Limits.MaxRequestLineSize = LongestRequestLine;
            server.Limits.MaxRequestHeadersTotalSize = settings.MaxHeaderBytes;
            server.Limits.MinResponseDataRate = SlowestReader;
            server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(settings.HeaderTimeoutSeconds);
            server.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(settings.KeepAliveSeconds);
        });

    /// <summary>Takes the client's address and scheme from the headers of the proxies that are trusted, of as many as stand in a row; without any, headers say nothing.</summary>
    public static void UseTrustedProxies(this WebApplication app)
    {
        var trusted = app.Services.GetRequiredService<IOptions<ServiceOptions>>().Value.TrustedProxies;
        if (trusted.Length == 0)
        {
            return;
        }

        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        // The framework trusts loopback by default; here only what is named.
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        foreach (var text in trusted)
        {
            _ = NetworksAttribute.TryParse(text, out var network);
            options.KnownIPNetworks.Add(network);
        }

        app.UseForwardedHeaders(options);
    }

    /// <summary>
    /// Answers for the hosts that are allowed. The framework's own filter stands in front of everything and would refuse the platform's probes, which name an address.
    /// </summary>
    public static void UseAllowedHosts(this WebApplication app)
    {
        StringSegment[] allowed = [.. app.Services.GetRequiredService<IOptions<ServiceOptions>>().Value.AllowedHosts.Select(host => new StringSegment(host))];
        if (allowed.Length == 0)
        {
            return;
        }

        app.Use((context, next) => ManagementPort.Serves(context.Request.Path) || (context.Request.Host.HasValue && HostString.MatchesAny(context.Request.Host.Value, allowed))
            ? next(context)
            : Answers.WriteAsync(context, Problems.UnknownHost()));
    }
}
