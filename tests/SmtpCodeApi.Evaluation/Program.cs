using System.Diagnostics;
using System.Globalization;
using SmtpCodeApi.Evaluation;
using SmtpCodes.Catalog;
using SmtpCodes.Explanation;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var files = args.Where(argument => !argument.StartsWith('-') && !argument.Contains('=', StringComparison.Ordinal)).ToList();
var floors = args.Where(argument => argument.Contains('=', StringComparison.Ordinal)).Select(argument => argument.Split('=')).ToDictionary(pair => pair[0], pair => double.Parse(pair[1], CultureInfo.InvariantCulture));
if (files.Count == 0)
{
    Console.WriteLine("""
        Scores explanations against labelled replies.

          dotnet run --project tests/SmtpCodeApi.Evaluation -- FILE.jsonl [FILE.jsonl ...] [--misses] [category=98 action=98 hardBounce=98 codes=99.5 high=99]

        Each line is an object with "text" and "expected": "replyCode" and "enhancedCode" (a code, null for none; absent: not scored), "categories" and
        "actions" (any of them is right; empty: not scored), "hardBounce" (whether the address is dead; absent: not scored).
        --misses prints each reply that was read wrongly. A figure with "=" is a floor in per cent: below it the exit code is 1.
        """);
    return 2;
}

var service = new ExplanationService(CatalogService.Load());
service.Prepare();
var rows = files.SelectMany(LabelledReply.Read).ToList();
var clock = Stopwatch.StartNew();
var explained = rows.Select(row => (Row: row, Explanation: service.Explain(row.Text))).ToList();
clock.Stop();

var score = new Score();
foreach (var (row, explanation) in explained)
{
    score.Add(row, explanation);
}

if (args.Contains("--misses"))
{
    foreach (var miss in score.Misses)
    {
        Console.WriteLine(miss);
    }
}

Console.WriteLine($"{rows.Count} replies, {rows.Count / clock.Elapsed.TotalSeconds:0} a second on one core, cold.");
foreach (var (figure, right, all) in score.Figures)
{
    Console.WriteLine($"{figure,-12} {(all == 0 ? 100 : 100.0 * right / all),6:0.00} %   {right} of {all}");
}

foreach (var (confusion, count) in score.Confusions.Take(12))
{
    Console.WriteLine($"  {count,4} x {confusion}");
}

var below = score.Figures.Where(figure => floors.TryGetValue(figure.Figure, out var floor) && figure.All > 0 && 100.0 * figure.Right / figure.All < floor).ToList();
foreach (var figure in below)
{
    Console.WriteLine($"Below the floor: {figure.Figure}.");
}

return below.Count == 0 ? 0 : 1;
