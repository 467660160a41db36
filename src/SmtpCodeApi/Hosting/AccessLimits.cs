using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using SmtpCodeApi.Http;

namespace SmtpCodeApi.Hosting;

/// <summary>Who may ask, and how much: keys, a rate for each client, and how much is worked on at once. Nothing of it is in the pipeline unless it is configured.</summary>
internal static class AccessLimits
{
    // What a client may do now, and what it may do again after waiting.
    private static readonly TimeSpan Refill = TimeSpan.FromSeconds(1);

    public static void AddAccessLimits(this WebApplicationBuilder builder) => builder.Services.AddRateLimiter(static _ => { });

    [SuppressMessage("Reliability", "CA2000", Justification = "The limiters live as long as the process.")]
    public static void UseAccessLimits(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<ServiceOptions>>().Value;
        var keys = new ApiKeys(options.ApiKeys);
        var limiters = new List<PartitionedRateLimiter<HttpContext>>();
        if (options.MaxConcurrentRequests > 0)
        {
            limiters.Add(Concurrency(options.MaxConcurrentRequests));
        }

        if (options.RequestsPerMinute > 0)
        {
            limiters.Add(RateByClient(options.RequestsPerMinute, keys));
        }

        if (limiters.Count > 0)
        {
            // The rate comes before the keys, so that guessing keys is limited as well.
            app.UseRateLimiter(new RateLimiterOptions { GlobalLimiter = PartitionedRateLimiter.CreateChained([.. limiters]), OnRejected = static (rejected, _) => RefuseAsync(rejected) });
        }

        if (options.ApiKeys.Length > 0)
        {
            app.Use((context, next) => ManagementPort.Serves(context.Request.Path) || keys.IndexOf(context.Request) is not null ? next(context) : ChallengeAsync(context));
        }
    }

    private static PartitionedRateLimiter<HttpContext> Concurrency(int most) => PartitionedRateLimiter.Create<HttpContext, bool>(context =>
        ManagementPort.Serves(context.Request.Path)
            ? RateLimitPartition.GetNoLimiter(false)
            : RateLimitPartition.GetConcurrencyLimiter(true, _ => new() { PermitLimit = most, QueueLimit = 0 }));

    private static PartitionedRateLimiter<HttpContext> RateByClient(int perMinute, ApiKeys keys)
    {
        // Tokens come back every second, or one at a time where that would be less than one.
        var tokens = Math.Max(1, perMinute / 60);
        var bucket = new TokenBucketRateLimiterOptions
        {
            TokenLimit = perMinute,
            TokensPerPeriod = tokens,
            ReplenishmentPeriod = perMinute >= 60 ? Refill : TimeSpan.FromMinutes(1) / perMinute,
            QueueLimit = 0,
            AutoReplenishment = true,
        };
        return PartitionedRateLimiter.Create<HttpContext, string>(context => ManagementPort.Serves(context.Request.Path)
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetTokenBucketLimiter(ClientOf(context, keys), _ => bucket));
    }

    /// <summary>A key, or the address; of an IPv6 address the network, as one subscriber has all of it.</summary>
    private static string ClientOf(HttpContext context, ApiKeys keys)
    {
        if (keys.IndexOf(context.Request) is { } index)
        {
            return $"key {index}";
        }

        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        return address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false }
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.MapToIPv4().ToString();
    }

    private static async ValueTask RefuseAsync(OnRejectedContext rejected)
    {
        var response = rejected.HttpContext.Response;
        if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
        {
            var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            await Answers.WriteAsync(rejected.HttpContext, Problems.RateLimited(seconds));
            return;
        }

        response.Headers.RetryAfter = "1";
        await Answers.WriteAsync(rejected.HttpContext, Problems.Overloaded());
    }

    private static Task ChallengeAsync(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Answers.WriteAsync(context, Problems.Unauthorized());
    }

    /// <summary>The keys, as digests, so that comparing them takes as long for any guess.</summary>
    private sealed class ApiKeys(IEnumerable<string> keys)
    {
        private const string Scheme = "Bearer ";

        private readonly byte[][] _digests = [.. keys.Select(key => SHA256.HashData(Encoding.UTF8.GetBytes(key)))];

        /// <summary>Which key a request brings; null for none of them.</summary>
        public int? IndexOf(HttpRequest request)
        {
            var header = request.Headers.Authorization.ToString();
            if (_digests.Length == 0 || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            {
                return null;
            }

            var digest = SHA256.HashData(Encoding.UTF8.GetBytes(header[Scheme.Length..].Trim()));
            int? found = null;
            for (var index = 0; index < _digests.Length; index++)
            {
                if (CryptographicOperations.FixedTimeEquals(digest, _digests[index]))
                {
                    found = index;
                }
            }

            return found;
        }
    }
}
