// SHA-256 of many short messages at once: eight messages, one in each 32-bit lane of an AVX2 register.
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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

    private const int Lanes = 8;
    private const int Words = 8;
    private const int Rounds = 64;

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
        Span<uint> state = stackalloc uint[Words * Lanes];
        Span<int> message = stackalloc int[Lanes];
        Span<int> at = stackalloc int[Lanes];
        var (next, busy) = (0, 0);
        for (var lane = 0; lane < Lanes; lane++)
        {
            message[lane] = Idle;
            if (Start(lane, ends, ref next, state, message, at)) busy++;
        }

        while (busy > 0)
        {
            Compress(state, padded, at);
            for (var lane = 0; lane < Lanes; lane++)
            {
                if (message[lane] == Idle) continue;
                at[lane] += BlockLength;
                if (at[lane] < ends[message[lane]]) continue;
                Finish(state, lane, digests.Slice(message[lane] * Words * sizeof(uint), Words * sizeof(uint)));
                message[lane] = Idle;
                at[lane] = 0; // an idle lane hashes the first block over again, for nobody
                if (!Start(lane, ends, ref next, state, message, at)) busy--;
            }
        }
    }

    private const int Idle = -1;

    private static bool Start(int lane, ReadOnlySpan<int> ends, ref int next, Span<uint> state, Span<int> message, Span<int> at)
    {
        if (next == ends.Length) return false;
        at[lane] = next == 0 ? 0 : ends[next - 1];
        message[lane] = next++;
        for (var word = 0; word < Words; word++) state[(word * Lanes) + lane] = Initial[word];
        return true;
    }

    private static void Finish(ReadOnlySpan<uint> state, int lane, Span<byte> digest)
    {
        for (var word = 0; word < Words; word++) BinaryPrimitives.WriteUInt32BigEndian(digest[(word * sizeof(uint))..], state[(word * Lanes) + lane]);
    }

    /// <summary>Section 6.2.2 for one block of every lane.</summary>
    [SkipLocalsInit]
    private static void Compress(Span<uint> state, ReadOnlySpan<byte> padded, ReadOnlySpan<int> at)
    {
        Span<Vector256<uint>> schedule = stackalloc Vector256<uint>[16];
        Load(padded, at, 0, schedule[..8]);
        Load(padded, at, BlockLength / 2, schedule[8..]);
        ref var w = ref MemoryMarshal.GetReference(schedule);
        ref var k = ref MemoryMarshal.GetReference(RoundConstants);
        ref var words = ref Unsafe.As<uint, Vector256<uint>>(ref MemoryMarshal.GetReference(state));
        var (a, b, c, d) = (words, Unsafe.Add(ref words, 1), Unsafe.Add(ref words, 2), Unsafe.Add(ref words, 3));
        var (e, f, g, h) = (Unsafe.Add(ref words, 4), Unsafe.Add(ref words, 5), Unsafe.Add(ref words, 6), Unsafe.Add(ref words, 7));
        for (var t = 0; t < Rounds; t++)
        {
            ref var wt = ref Unsafe.Add(ref w, t & 15);
            if (t >= 16) wt += LowerSigma1(Unsafe.Add(ref w, (t - 2) & 15)) + Unsafe.Add(ref w, (t - 7) & 15) + LowerSigma0(Unsafe.Add(ref w, (t - 15) & 15));
            var t1 = h + UpperSigma1(e) + ((e & f) ^ Vector256.AndNot(g, e)) + Vector256.Create(Unsafe.Add(ref k, t)) + wt;
            var t2 = UpperSigma0(a) + ((a & b) | (c & (a | b)));
            (h, g, f, e) = (g, f, e, d + t1);
            (d, c, b, a) = (c, b, a, t1 + t2);
        }

        words += a;
        Unsafe.Add(ref words, 1) += b;
        Unsafe.Add(ref words, 2) += c;
        Unsafe.Add(ref words, 3) += d;
        Unsafe.Add(ref words, 4) += e;
        Unsafe.Add(ref words, 5) += f;
        Unsafe.Add(ref words, 6) += g;
        Unsafe.Add(ref words, 7) += h;
    }

    /// <summary>Eight big-endian words of each lane, turned so that each vector holds the same word of all lanes.</summary>
    private static void Load(ReadOnlySpan<byte> padded, ReadOnlySpan<int> at, int offset, Span<Vector256<uint>> words)
    {
        Span<Vector256<uint>> row = stackalloc Vector256<uint>[Lanes];
        for (var lane = 0; lane < Lanes; lane++) row[lane] = Avx2.Shuffle(Vector256.Create(padded.Slice(at[lane] + offset, 32)), ToBigEndian).AsUInt32();
        for (var half = 0; half < Lanes; half += 4)
        {
            var (low01, high01) = (Avx2.UnpackLow(row[half], row[half + 1]).AsUInt64(), Avx2.UnpackHigh(row[half], row[half + 1]).AsUInt64());
            var (low23, high23) = (Avx2.UnpackLow(row[half + 2], row[half + 3]).AsUInt64(), Avx2.UnpackHigh(row[half + 2], row[half + 3]).AsUInt64());
            row[half] = Avx2.UnpackLow(low01, low23).AsUInt32();
            row[half + 1] = Avx2.UnpackHigh(low01, low23).AsUInt32();
            row[half + 2] = Avx2.UnpackLow(high01, high23).AsUInt32();
            row[half + 3] = Avx2.UnpackHigh(high01, high23).AsUInt32();
        }

        for (var word = 0; word < 4; word++)
        {
            words[word] = Avx2.Permute2x128(row[word], row[word + 4], 0x20);
            words[word + 4] = Avx2.Permute2x128(row[word], row[word + 4], 0x31);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> UpperSigma0(Vector256<uint> x) => Rotate(x, 2) ^ Rotate(x, 13) ^ Rotate(x, 22);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> UpperSigma1(Vector256<uint> x) => Rotate(x, 6) ^ Rotate(x, 11) ^ Rotate(x, 25);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> LowerSigma0(Vector256<uint> x) => Rotate(x, 7) ^ Rotate(x, 18) ^ (x >>> 3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> LowerSigma1(Vector256<uint> x) => Rotate(x, 17) ^ Rotate(x, 19) ^ (x >>> 10);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Rotate(Vector256<uint> x, [ConstantExpected] byte right)
        => Avx512F.VL.IsSupported ? Avx512F.VL.RotateRight(x, right) : (x >>> right) | (x << (32 - right));

    private static Vector256<byte> ToBigEndian => Vector256.Create(
        (byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);

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
