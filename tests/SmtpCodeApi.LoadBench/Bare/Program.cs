using System.Collections.Frozen;
using SmtpCodeApi.LoadBench.Bare;

// Bare INDEX: answers with the files that INDEX lists, one a line: address, content coding, entity tag, file.
var folder = Path.GetDirectoryName(Path.GetFullPath(args[0]))!;
var answers = File.ReadLines(args[0]).Select(line => line.Split('\t')).ToFrozenDictionary(
    column => (Address: column[0], Coding: column[1]),
    column => new ReadyAnswer(File.ReadAllBytes(Path.Combine(folder, column[3])), column[2], column[1].Length == 0 ? default : column[1]));

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(server => server.AddServerHeader = false);
var app = builder.Build();
app.MapGet("/codes/{code}", context => AnswerAsync(context, context.Request.Path.Value!));
app.MapGet("/compare", context => AnswerAsync(context, context.Request.Path.Value! + context.Request.QueryString.Value));
app.Run();

Task AnswerAsync(HttpContext context, string address)
{
    var coding = context.Request.Headers.AcceptEncoding.ToString();
    if (answers.TryGetValue((address, coding), out var answer))
    {
        return answer.WriteAsync(context);
    }

    context.Response.StatusCode = StatusCodes.Status404NotFound;
    return Task.CompletedTask;
}
