using Microsoft.Extensions.Options;
using SmtpCodeApi.Codes;
using SmtpCodeApi.Compare;
using SmtpCodeApi.Explain;
using SmtpCodeApi.Home;
using SmtpCodeApi.Hosting;
using SmtpCodeApi.Http;
using SmtpCodeApi.Pages;
using SmtpCodes.Catalog;
using SmtpCodes.Comparison;
using SmtpCodes.Explanation;

if (args is [HealthProbe.Argument])
{
    return await HealthProbe.RunAsync();
}

// The settings file stands beside the program, wherever that is started from, and is read once: no setting changes while the service runs.
var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = ["--hostBuilder:reloadConfigOnChange=false", .. args], ContentRootPath = AppContext.BaseDirectory });
builder.WebHost.UseKestrelHttpsConfiguration();
builder.AddServiceLogging();
builder.AddTelemetry();
builder.AddManagementPort();
builder.AddServerLimits();
builder.AddAccessLimits();
builder.Services.AddOptions<ServiceOptions>().BindConfiguration(ServiceOptions.Section).ValidateOnStart();
builder.Services.AddSingleton<IValidateOptions<ServiceOptions>, ServiceOptionsValidator>();
builder.Services.AddCors();
builder.Services.AddSingleton(_ => CatalogService.Load());
builder.Services.AddSingleton<DiffService>();
builder.Services.AddSingleton<CodeAnswers>();
builder.Services.AddSingleton<ExplanationService>();
builder.Services.AddSingleton<BounceReader>();
builder.Services.AddSingleton<WarmUp>();
builder.Services.AddHostedService(services => services.GetRequiredService<WarmUp>());

var app = builder.Build();
app.UseTrustedProxies();
app.UseRequestLogging();
app.UsePathBase(app.Services.GetRequiredService<IOptions<ServiceOptions>>().Value.PathBase);
app.UseSecurityHeaders();
app.UseHeadRequests();
app.UseErrorAnswers();
app.UseManagementPort();
app.UseAllowedHosts();
app.UseRouting();
app.UseConfiguredCors();
app.UseAccessLimits();
app.MapOpenApiDescription();
app.MapHome();
app.MapCodes();
app.MapCompare();
app.MapExplain();
app.MapSystem();
app.MapPageAssets();
app.MapSiteFiles();
app.MapMetrics();
app.AnnounceAddresses();

await app.RunAsync();
return 0;
