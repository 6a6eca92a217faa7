// A read-only stream that takes something else with it when it is disposed.
namespace Conferral.Issuance.Read;

internal sealed class OwningStream(Stream inner, IDisposable owned) : ReadingStream
{
    public override int Read(Span<byte> buffer) => inner.Read(buffer);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            owned.Dispose();
        }

        base.Dispose(disposing);
    }
}
