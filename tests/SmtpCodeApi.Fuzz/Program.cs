using System.Diagnostics;
using System.Globalization;
using SmtpCodeApi.Fuzz;

// dotnet run -c Release --project tests/SmtpCodeApi.Fuzz -- --inputs 10000000 --seed 1
// An input that fails is named by its number: --seed 1 --from NUMBER --inputs 1 runs it alone, under a debugger for example.
const int MostFailures = 10;

var inputs = Option("inputs", 100_000);
var seed = Option("seed", 1);
var from = Option("from", 0);
var corpus = Path.Combine(Root(), "tests", "SmtpCodes.Tests", "Explanation", "Corpus");

var targets = new Targets();
var maker = new InputMaker((ulong)seed, corpus);
var perTarget = new SortedDictionary<string, long>(StringComparer.Ordinal);
var spent = new SortedDictionary<string, TimeSpan>(StringComparer.Ordinal);
var failures = 0;
var (slowest, slowestNumber) = (TimeSpan.Zero, 0L);
var clock = Stopwatch.StartNew();
for (var number = from; number < from + inputs && failures < MostFailures; number++)
{
    maker.Begin(number);
    var began = clock.Elapsed;
    try
    {
        var target = targets.Run(maker);
        perTarget[target] = perTarget.GetValueOrDefault(target) + 1;
        spent[target] = spent.GetValueOrDefault(target) + (clock.Elapsed - began);
    }
#pragma warning disable CA1031 // Whatever comes out is what is looked for.
    catch (Exception error)
#pragma warning restore CA1031
    {
        failures++;
        Console.WriteLine($"input {number} failed: {error}");
    }

    if (clock.Elapsed - began is var taken && taken > slowest)
    {
        (slowest, slowestNumber) = (taken, number);
    }

    if (inputs >= 10 && (number - from + 1) % (inputs / 10) == 0)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{number - from + 1} inputs after {clock.Elapsed.TotalSeconds:0} s, {failures} failed"));
    }
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"{perTarget.Values.Sum() + failures} inputs, seed {seed}: {failures} failed, {clock.Elapsed.TotalSeconds:0} s, {GC.CollectionCount(0)} collections, slowest {slowest.TotalMilliseconds:0.0} ms (input {slowestNumber})"));
Console.WriteLine(string.Join(", ", perTarget.Select(target => string.Create(CultureInfo.InvariantCulture, $"{target.Key} {target.Value} ({spent[target.Key].TotalMicroseconds / target.Value:0} us each)"))));
return failures == 0 ? 0 : 1;

long Option(string name, long otherwise) => Array.IndexOf(args, $"--{name}") is var at and >= 0
    ? long.Parse(args[at + 1], CultureInfo.InvariantCulture)
    : otherwise;

static string Root()
{
    var folder = AppContext.BaseDirectory;
    while (!File.Exists(Path.Combine(folder, "SmtpCodeApi.sln")))
    {
        folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The fuzzer does not run inside the repository.");
    }

    return folder;
}
