// The same work under BenchmarkDotNet, for comparing one change with another.
using BenchmarkDotNet.Attributes;

namespace Conferral.Benchmarks;

[MemoryDiagnoser]
public class SigningBenchmarks : IDisposable
{
    private readonly Workbench _bench = new();
    private byte[] _clr = [];
    private byte[] _signed = [];

    [Params(10, 40, 200)]
    public int Courses { get; set; }

    [GlobalSetup]
    public void Compose()
    {
        _clr = SampleDocuments.Records(1, Courses)[0];
        _signed = _bench.SignAll(_clr);
    }

    [Benchmark]
    public byte[] OuterProof() => _bench.SignOuter(_clr);

    [Benchmark]
    public byte[] AllProofs() => _bench.SignAll(_clr);

    [Benchmark]
    public void Verify() => _bench.Verify(_signed);

    [GlobalCleanup]
    public void Dispose()
    {
        _bench.Dispose();
        GC.SuppressFinalize(this);
    }
}
