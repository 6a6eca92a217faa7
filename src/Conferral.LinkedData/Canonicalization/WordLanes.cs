// 32-bit words side by side in one register, as SHA-256 over many messages needs them.
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Conferral.LinkedData.Canonicalization;

/// <summary>
/// What a register can do: a <typeparamref name="TVector"/> holds one word of each of <see cref="Count"/> lanes, and every operation is done
/// in all of them. The vectors are bare, because within a type of our own the compiler would not keep them in registers.
/// </summary>
internal interface IWordLanes<TVector>
    where TVector : unmanaged
{
    static abstract int Count { get; }

    /// <summary>The same word in every lane.</summary>
    static abstract TVector All(uint word);

    /// <summary>Reads a 64-byte block of each lane, from where <paramref name="at"/> says, as sixteen big-endian words.</summary>
    static abstract void Load(ReadOnlySpan<byte> text, ReadOnlySpan<int> at, Span<TVector> words);

    static abstract TVector Add(TVector one, TVector other);

    static abstract TVector Xor(TVector one, TVector other, TVector third);

    /// <summary>For each bit of <paramref name="which"/>, that of <paramref name="ifSet"/> or of <paramref name="ifClear"/>.</summary>
    static abstract TVector Select(TVector which, TVector ifSet, TVector ifClear);

    /// <summary>Each bit as at least two of the three have it.</summary>
    static abstract TVector Majority(TVector one, TVector other, TVector third);

    static abstract TVector Rotate(TVector word, [ConstantExpected] byte right);

    static abstract TVector Shift(TVector word, [ConstantExpected] byte right);
}

/// <summary>Eight lanes of AVX2.</summary>
internal readonly struct EightWords : IWordLanes<Vector256<uint>>
{
    private const int Half = 32; // bytes

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> All(uint word) => Vector256.Create(word);

    public static void Load(ReadOnlySpan<byte> text, ReadOnlySpan<int> at, Span<Vector256<uint>> words)
    {
        LoadHalf(text, at, 0, words[..8]);
        LoadHalf(text, at, Half, words[8..]);
    }

    /// <summary>Eight words of each lane, turned so that each vector holds the same word of all lanes.</summary>
    [SkipLocalsInit]
    private static void LoadHalf(ReadOnlySpan<byte> text, ReadOnlySpan<int> at, int offset, Span<Vector256<uint>> words)
    {
        Span<Vector256<uint>> row = stackalloc Vector256<uint>[8];
        for (var lane = 0; lane < row.Length; lane++) row[lane] = Avx2.Shuffle(Vector256.Create(text.Slice(at[lane] + offset, Half)), ToBigEndian).AsUInt32();
        for (var half = 0; half < row.Length; half += 4)
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
    public static Vector256<uint> Add(Vector256<uint> one, Vector256<uint> other) => one + other;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Xor(Vector256<uint> one, Vector256<uint> other, Vector256<uint> third) => one ^ other ^ third;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Select(Vector256<uint> which, Vector256<uint> ifSet, Vector256<uint> ifClear) => Vector256.ConditionalSelect(which, ifSet, ifClear);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Majority(Vector256<uint> one, Vector256<uint> other, Vector256<uint> third) => (one & other) | (third & (one | other));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Rotate(Vector256<uint> word, [ConstantExpected] byte right)
        => Avx512F.VL.IsSupported ? Avx512F.VL.RotateRight(word, right) : (word >>> right) | (word << (32 - right));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Shift(Vector256<uint> word, [ConstantExpected] byte right) => word >>> right;

    private static Vector256<byte> ToBigEndian => Vector256.Create(
        (byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
}

/// <summary>Sixteen lanes of AVX-512.</summary>
internal readonly struct SixteenWords : IWordLanes<Vector512<uint>>
{
    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> All(uint word) => Vector512.Create(word);

    [SkipLocalsInit]
    public static void Load(ReadOnlySpan<byte> text, ReadOnlySpan<int> at, Span<Vector512<uint>> words)
    {
        Span<Vector256<uint>> lower = stackalloc Vector256<uint>[16];
        Span<Vector256<uint>> upper = stackalloc Vector256<uint>[16];
        EightWords.Load(text, at[..EightWords.Count], lower);
        EightWords.Load(text, at[EightWords.Count..], upper);
        for (var word = 0; word < lower.Length; word++) words[word] = Vector512.Create(lower[word], upper[word]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Add(Vector512<uint> one, Vector512<uint> other) => one + other;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Xor(Vector512<uint> one, Vector512<uint> other, Vector512<uint> third) => one ^ other ^ third;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Select(Vector512<uint> which, Vector512<uint> ifSet, Vector512<uint> ifClear) => Vector512.ConditionalSelect(which, ifSet, ifClear);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Majority(Vector512<uint> one, Vector512<uint> other, Vector512<uint> third) => (one & other) | (third & (one | other));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Rotate(Vector512<uint> word, [ConstantExpected] byte right) => Avx512F.RotateRight(word, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Shift(Vector512<uint> word, [ConstantExpected] byte right) => word >>> right;
}
