// SHA-256 of many short messages at once: one in each 32-bit lane of a vector.
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;

namespace Conferral.LinkedData.Canonicalization;

/// <summary>
/// A blank node's quads are a few hundred bytes, for which a call into the system's library costs more than the
/// hashing. Here a lane that is done takes the next message, so lengths need not be alike.
/// Shape: messages lie padded (FIPS 180-4 section 5.1.1) in one buffer, each starting at a multiple of <see cref="BlockLength"/>.
/// Spec: https://doi.org/10.6028/NIST.FIPS.180-4 section 6.2
/// </summary>
internal static class Sha256Lanes
{
    /// <summary>Units: bytes.</summary>
    public const int BlockLength = 64;

    private const int Words = 8;
    private const int DigestLength = Words * sizeof(uint);
    private const int Rounds = 64;

    /// <summary>The other lanes would be done long before a message of so many bytes, as that of the node a whole record hangs from.</summary>
    private const int Long = 32 * BlockLength;

    private const int Idle = -1;

    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>Bytes that padding adds to a message.</summary>
    public static int PaddingOf(int length) => BlockLength - ((length + 8) % BlockLength) + 8;

    /// <summary>Writes the padding of a message of <paramref name="length"/> bytes: <see cref="PaddingOf"/> bytes.</summary>
    public static void Pad(Span<byte> padding, int length)
    {
        padding.Clear();
        padding[0] = 0x80;
        BinaryPrimitives.WriteInt64BigEndian(padding[^8..], length * 8L);
    }

    /// <summary>Hashes the messages that end, padded, at <paramref name="ends"/>; digest i goes to bytes 32 i and on.</summary>
    public static void Hash(ReadOnlySpan<byte> padded, ReadOnlySpan<int> ends, Span<byte> digests)
    {
        HashLong(padded, ends, digests);
        if (Avx512F.IsSupported) HashShort<SixteenWords, Vector512<uint>>(padded, ends, digests);
        else HashShort<EightWords, Vector256<uint>>(padded, ends, digests);
    }

    /// <summary>Hashes the long messages one by one, where a call is little beside the hashing.</summary>
    private static void HashLong(ReadOnlySpan<byte> padded, ReadOnlySpan<int> ends, Span<byte> digests)
    {
        for (var i = 0; i < ends.Length; i++)
        {
            if (!IsLong(ends, i)) continue;
            var length = BinaryPrimitives.ReadInt64BigEndian(padded[(ends[i] - sizeof(long))..]) / 8;
            SHA256.HashData(padded.Slice(StartOf(ends, i), (int)length), digests.Slice(i * DigestLength, DigestLength));
        }
    }

    /// <summary>Hashes the others in lanes of that many.</summary>
    internal static void HashShort<TLanes, TVector>(ReadOnlySpan<byte> padded, ReadOnlySpan<int> ends, Span<byte> digests)
        where TLanes : IWordLanes<TVector>
        where TVector : unmanaged
    {
        Span<TVector> state = stackalloc TVector[Words];
        var words = MemoryMarshal.CreateSpan(ref Unsafe.As<TVector, uint>(ref MemoryMarshal.GetReference(state)), Words * TLanes.Count);
        Span<int> message = stackalloc int[TLanes.Count];
        Span<int> at = stackalloc int[TLanes.Count];
        var (next, busy) = (0, 0);
        for (var lane = 0; lane < TLanes.Count; lane++)
        {
            if (Start(lane, TLanes.Count, ends, ref next, words, message, at)) busy++;
        }

        while (busy > 0)
        {
            Compress<TLanes, TVector>(state, padded, at);
            for (var lane = 0; lane < TLanes.Count; lane++)
            {
                if (message[lane] == Idle) continue;
                at[lane] += BlockLength;
                if (at[lane] < ends[message[lane]]) continue;
                Finish(words[lane..], TLanes.Count, digests.Slice(message[lane] * DigestLength, DigestLength));
                if (!Start(lane, TLanes.Count, ends, ref next, words, message, at)) busy--;
            }
        }
    }

    /// <summary>Gives a lane the next short message; false, and an idle lane, where there is none. An idle lane hashes the first block over again, for nobody.</summary>
    private static bool Start(int lane, int lanes, ReadOnlySpan<int> ends, ref int next, Span<uint> words, Span<int> message, Span<int> at)
    {
        while (next < ends.Length && IsLong(ends, next)) next++;
        (message[lane], at[lane]) = (Idle, 0);
        if (next == ends.Length) return false;
        at[lane] = StartOf(ends, next);
        message[lane] = next++;
        for (var word = 0; word < Words; word++) words[(word * lanes) + lane] = Initial[word];
        return true;
    }

    private static bool IsLong(ReadOnlySpan<int> ends, int message) => ends[message] - StartOf(ends, message) > Long;

    private static int StartOf(ReadOnlySpan<int> ends, int message) => message == 0 ? 0 : ends[message - 1];

    private static void Finish(ReadOnlySpan<uint> words, int lanes, Span<byte> digest)
    {
        for (var word = 0; word < Words; word++) BinaryPrimitives.WriteUInt32BigEndian(digest[(word * sizeof(uint))..], words[word * lanes]);
    }

    /// <summary>Section 6.2.2 for one block of every lane.</summary>
    [SkipLocalsInit]
    private static void Compress<TLanes, TVector>(Span<TVector> state, ReadOnlySpan<byte> padded, ReadOnlySpan<int> at)
        where TLanes : IWordLanes<TVector>
        where TVector : unmanaged
    {
        Span<TVector> schedule = stackalloc TVector[16];
        TLanes.Load(padded, at, schedule);
        ref var w = ref MemoryMarshal.GetReference(schedule);
        var (a, b, c, d, e, f, g, h) = (state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7]);
        for (var t = 0; t < Rounds; t += 8)
        {
            Round<TLanes, TVector>(a, b, c, ref d, e, f, g, ref h, Scheduled<TLanes, TVector>(ref w, t));
            Round<TLanes, TVector>(h, a, b, ref c, d, e, f, ref g, Scheduled<TLanes, TVector>(ref w, t + 1));
            Round<TLanes, TVector>(g, h, a, ref b, c, d, e, ref f, Scheduled<TLanes, TVector>(ref w, t + 2));
            Round<TLanes, TVector>(f, g, h, ref a, b, c, d, ref e, Scheduled<TLanes, TVector>(ref w, t + 3));
            Round<TLanes, TVector>(e, f, g, ref h, a, b, c, ref d, Scheduled<TLanes, TVector>(ref w, t + 4));
            Round<TLanes, TVector>(d, e, f, ref g, h, a, b, ref c, Scheduled<TLanes, TVector>(ref w, t + 5));
            Round<TLanes, TVector>(c, d, e, ref f, g, h, a, ref b, Scheduled<TLanes, TVector>(ref w, t + 6));
            Round<TLanes, TVector>(b, c, d, ref e, f, g, h, ref a, Scheduled<TLanes, TVector>(ref w, t + 7));
        }

        state[0] = TLanes.Add(state[0], a);
        state[1] = TLanes.Add(state[1], b);
        state[2] = TLanes.Add(state[2], c);
        state[3] = TLanes.Add(state[3], d);
        state[4] = TLanes.Add(state[4], e);
        state[5] = TLanes.Add(state[5], f);
        state[6] = TLanes.Add(state[6], g);
        state[7] = TLanes.Add(state[7], h);
    }

    /// <summary>A round's word of the message schedule, and its constant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Scheduled<TLanes, TVector>(ref TVector w, int t)
        where TLanes : IWordLanes<TVector>
        where TVector : unmanaged
    {
        ref var wt = ref Unsafe.Add(ref w, t & 15);
        if (t >= 16)
        {
            var (w2, w15) = (Unsafe.Add(ref w, (t - 2) & 15), Unsafe.Add(ref w, (t - 15) & 15));
            var sigma1 = TLanes.Xor(TLanes.Rotate(w2, 17), TLanes.Rotate(w2, 19), TLanes.Shift(w2, 10));
            var sigma0 = TLanes.Xor(TLanes.Rotate(w15, 7), TLanes.Rotate(w15, 18), TLanes.Shift(w15, 3));
            wt = TLanes.Add(TLanes.Add(wt, sigma1), TLanes.Add(Unsafe.Add(ref w, (t - 7) & 15), sigma0));
        }

        return TLanes.Add(wt, TLanes.All(RoundConstants[t]));
    }

    /// <summary>One round, which leaves the eight words in place: the caller turns their names instead.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round<TLanes, TVector>(TVector a, TVector b, TVector c, ref TVector d, TVector e, TVector f, TVector g, ref TVector h, TVector scheduled)
        where TLanes : IWordLanes<TVector>
        where TVector : unmanaged
    {
        var upperSigma1 = TLanes.Xor(TLanes.Rotate(e, 6), TLanes.Rotate(e, 11), TLanes.Rotate(e, 25));
        var upperSigma0 = TLanes.Xor(TLanes.Rotate(a, 2), TLanes.Rotate(a, 13), TLanes.Rotate(a, 22));
        var t1 = TLanes.Add(TLanes.Add(h, upperSigma1), TLanes.Add(TLanes.Select(e, f, g), scheduled));
        d = TLanes.Add(d, t1);
        h = TLanes.Add(t1, TLanes.Add(upperSigma0, TLanes.Majority(a, b, c)));
    }

    private static ReadOnlySpan<uint> Initial => [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

    private static ReadOnlySpan<uint> RoundConstants =>
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];
}
