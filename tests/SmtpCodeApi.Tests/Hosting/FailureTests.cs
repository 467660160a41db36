using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace SmtpCodeApi.Tests.Hosting;

/// <summary>What a fault of the service itself looks like, to the caller and in the log.</summary>
public sealed class FailureTests
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    [Fact]
    public async Task Fault_IsAProblemWithoutItsCause_AndOneLineWithIt()
    {
        await using var service = new FaultyService(new InvalidOperationException("the secret cause"));
        using var response = await service.GetAsync("/compare?a=354&b=535");
        var problem = await ApiFixture.JsonAsync(response);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal(("/problems/internal-error", Trace), ((string?)problem["type"], (string?)problem["traceId"]));
        Assert.DoesNotContain("secret", problem.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        // The line is written behind the answer; a service that has stopped has written all of them.
        await service.DisposeAsync();
        var line = Assert.Single(service.Log);
        Assert.Equal((LogEventLevel.Error, "the secret cause", Trace), (line.Level, line.Exception?.Message, line.TraceId?.ToHexString()));
        Assert.Equal("\"/compare\"", line.Properties["Route"].ToString());
    }

    [Fact]
    public async Task BrokenConnection_IsNoErrorOfTheService()
    {
        await using var service = new FaultyService(new IOException("the client went away"));
        using var response = await service.GetAsync("/compare?a=354&b=535");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        // The line is written behind the answer; a service that has stopped has written all of them.
        await service.DisposeAsync();
        var line = Assert.Single(service.Log);
        Assert.Equal((LogEventLevel.Information, null), (line.Level, line.Exception));
    }

    /// <summary>The service, where reading the first query fails.</summary>
    private sealed class FaultyService : WebApplicationFactory<Program>, ILogEventSink, IStartupFilter
    {
        private readonly Exception _fault;
        private readonly HttpClient _client;

        public FaultyService(Exception fault)
        {
            _fault = fault;
            UseKestrel();
            StartServer();
            _client = CreateClient();
        }

        public ConcurrentQueue<LogEvent> Log { get; } = [];

        public async Task<HttpResponseMessage> GetAsync(string path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("traceparent", $"00-{Trace}-00f067aa0ba902b7-01");
            return await _client.SendAsync(request, TestContext.Current.CancellationToken);
        }

        public void Emit(LogEvent logEvent) => Log.Enqueue(logEvent);

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, then) =>
            {
                context.Features.Set<IQueryFeature>(new FaultyQuery(_fault, new QueryFeature(context.Features)));
                return then(context);
            });
            next(app);
        };

        protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.UseEnvironment("Production").UseUrls("http://127.0.0.1:0").ConfigureServices(services => services
            .AddSingleton<IStartupFilter>(this)
            .AddSingleton<Serilog.ILogger>(_ => new LoggerConfiguration().WriteTo.Sink(this).CreateLogger()));

        protected override void Dispose(bool disposing)
        {
            _client?.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class FaultyQuery(Exception fault, IQueryFeature sound) : IQueryFeature
    {
        private bool _failed;

        public IQueryCollection Query
        {
            get
            {
                if (_failed)
                {
                    return sound.Query;
                }

                _failed = true;
                throw fault;
            }
            set => sound.Query = value;
        }
    }
}
