// The quads of each part of a document that is a document of its own.
namespace Conferral.LinkedData.Rdf;

/// <summary>Collects the quads of one part after another, each quad once in each part that says it.</summary>
internal sealed class PartQuads
{
    private const int MaxNumber = 1 << 30;

    private Quad[] _quads = [];
    private int[] _lastPart = []; // by place in the dataset: the number of the last part that said the quad
    private int _number;
    private int _count;

    /// <summary>Whether quads that are added belong to a part.</summary>
    public bool IsOpen { get; private set; }

    public void Begin()
    {
        _number++;
        IsOpen = true;
    }

    /// <summary>From here to <see cref="Resume"/> quads do not belong to the part.</summary>
    public void Pause() => IsOpen = false;

    public void Resume() => IsOpen = true;

    /// <summary>Ends the part and returns where the next one begins.</summary>
    public int End()
    {
        IsOpen = false;
        return _count;
    }

    public void Add(in Quad quad, int place)
    {
        if (place >= _lastPart.Length) Array.Resize(ref _lastPart, Math.Max(place + 1, _lastPart.Length * 2));
        if (_lastPart[place] == _number) return;
        _lastPart[place] = _number;
        if (_count == _quads.Length) Array.Resize(ref _quads, Math.Max(64, _count * 2));
        _quads[_count++] = quad;
    }

    /// <summary>The quads between two ends.</summary>
    public QuadView View(RdfDataset dataset, int first, int end) => new(dataset, _quads.AsMemory(first, end - first));

    public void Clear()
    {
        IsOpen = false;
        _count = 0;
        if (_number < MaxNumber) return;
        Array.Clear(_lastPart);
        _number = 0;
    }
}
