// Collects messages and hashes them together.
using System.Runtime.InteropServices;

namespace Conferral.LinkedData.Canonicalization;

/// <summary>Messages are written one after another, each closed by <see cref="End"/>; <see cref="Hash"/> gives their digests in that order.</summary>
internal sealed class DigestBatch(CanonicalHash hash)
{
    /// <summary>Messages after which a batch is worth hashing: lanes stay busy and the buffer stays in a processor's cache.</summary>
    public const int Enough = 96;

    private readonly bool _isParallel = hash == CanonicalHash.Sha256 && Sha256Lanes.IsSupported;
    private readonly List<int> _ends = [];
    private byte[] _buffer = new byte[1 << 12];
    private int _start;
    private int _used;

    public int Count => _ends.Count;

    public void Write(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    /// <summary>Room for that many bytes, which become part of the message.</summary>
    public Span<byte> Reserve(int length)
    {
        if (_buffer.Length - _used < length) Grow(length);
        _used += length;
        return _buffer.AsSpan(_used - length, length);
    }

    /// <summary>Closes a message.</summary>
    public void End()
    {
        if (_isParallel)
        {
            var length = _used - _start;
            Sha256Lanes.Pad(Reserve(Sha256Lanes.PaddingOf(length)), length);
        }

        _ends.Add(_used);
        _start = _used;
    }

    /// <summary>Writes the digests of all messages, one after another, and forgets the messages.</summary>
    public void Hash(Span<byte> digests)
    {
        var ends = CollectionsMarshal.AsSpan(_ends);
        if (_isParallel) Sha256Lanes.Hash(_buffer.AsSpan(0, _used), ends, digests);
        else
        {
            var (start, length) = (0, hash.DigestLength());
            for (var i = 0; i < ends.Length; i++)
            {
                hash.HashData(_buffer.AsSpan(start..ends[i]), digests.Slice(i * length, length));
                start = ends[i];
            }
        }

        Clear();
    }

    /// <summary>Forgets what was written.</summary>
    public void Clear()
    {
        _ends.Clear();
        _start = _used = 0;
    }

    private void Grow(int length) => Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _used + length));
}
