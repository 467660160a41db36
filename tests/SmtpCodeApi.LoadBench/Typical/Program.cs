using System.Text.Encodings.Web;
using System.Text.Json;
using Serilog;
using Serilog.Formatting.Compact;
using SmtpCodeApi.LoadBench.Typical;

// Typical INDEX: answers with the values in the files that INDEX lists, one a line: address, content coding, entity tag, file.
var folder = Path.GetDirectoryName(Path.GetFullPath(args[0]))!;
var files = File.ReadLines(args[0]).Select(line => line.Split('\t')).Where(column => column[1].Length == 0).ToDictionary(column => column[0], column => Path.Combine(folder, column[3]));
var codes = ValuesOf<CodeDetails>("/codes/");
var comparisons = ValuesOf<Comparison>("/compare?");

var builder = WebApplication.CreateBuilder();
builder.Services.AddSerilog(logger => logger.MinimumLevel.Override("Microsoft.AspNetCore", Serilog.Events.LogEventLevel.Warning).WriteTo.Console(new RenderedCompactJsonFormatter()));
builder.Services.AddEndpointsApiExplorer();
builder.Services.AddSwaggerGen();
builder.Services.AddResponseCompression();
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping);

var app = builder.Build();
app.UseSerilogRequestLogging();
app.UseResponseCompression();
app.UseSwagger();
app.UseSwaggerUI();
app.MapGet("/codes/{code}", IResult (string code) => codes.TryGetValue($"/codes/{code}", out var found) ? TypedResults.Ok(found) : TypedResults.NotFound());
app.MapGet("/compare", IResult (string a, string b) => comparisons.TryGetValue($"/compare?a={a}&b={b}", out var found) ? TypedResults.Ok(found) : TypedResults.NotFound());
app.Run();

Dictionary<string, T> ValuesOf<T>(string route) => files
    .Where(file => file.Key.StartsWith(route, StringComparison.Ordinal))
    .ToDictionary(file => file.Key, file => JsonSerializer.Deserialize<T>(File.ReadAllBytes(file.Value), JsonSerializerOptions.Web)!);
