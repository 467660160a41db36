using BenchmarkDotNet.Running;

// dotnet run --configuration Release --project tests/SmtpCodeApi.Benchmarks -- --filter '*'
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
