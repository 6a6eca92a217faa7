// The active context: terms looked up by UTF-8, and the contexts derived from it remembered.
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Conferral.LinkedData.JsonLd;

/// <summary>
/// An active context. Built by <see cref="ContextProcessor"/>, then never changed; what is derived from it
/// (a document's @context, a term's scoped context) is processed once and remembered here.
/// Bounds: all contexts of one <see cref="ContextMemo"/> together stay under its limit.
/// </summary>
internal sealed class ActiveContext
{
    private const int FewAliases = 8;

    private readonly ContextMemo _memo;
    private readonly ConcurrentDictionary<byte[], ActiveContext> _byText = new(1, 1, Utf8Comparer.Instance);
    private readonly ConcurrentDictionary<byte[], ActiveContext> _byPart = new(1, 1, Utf8Comparer.Instance);
    private readonly ConcurrentDictionary<TermDefinition, ActiveContext> _byProperty = new(1, 1, ReferenceEqualityComparer.Instance);
    private readonly ConcurrentDictionary<TermDefinition, ActiveContext> _byType = new(1, 1, ReferenceEqualityComparer.Instance);
    private TermDefinition?[] _slots;
    private int _count;
    private byte[][] _typeAliases = [];

    public ActiveContext(ContextMemo memo, byte[]? originalBase)
    {
        _memo = memo;
        _slots = new TermDefinition?[8];
        OriginalBase = originalBase;
        Base = originalBase;
    }

    private ActiveContext(ActiveContext source)
    {
        _memo = source._memo;
        _slots = (TermDefinition?[])source._slots.Clone();
        _count = source._count;
        OriginalBase = source.OriginalBase;
        Base = source.Base;
        Vocab = source.Vocab;
        Language = source.Language;
        Direction = source.Direction;
        Previous = source.Previous;
        MayAliasValue = source.MayAliasValue;
        _typeAliases = source._typeAliases;
    }

    /// <summary>The base IRI of the document, or null where there is none.</summary>
    public byte[]? OriginalBase { get; }

    public byte[]? Base { get; set; }

    public byte[]? Vocab { get; set; }

    public byte[]? Language { get; set; }

    public Direction Direction { get; set; }

    /// <summary>The context to return to when a type-scoped context ends at the next node object.</summary>
    public ActiveContext? Previous { get; set; }

    /// <summary>
    /// For a part of a document that is a document of its own, read in the context it has alone: the context it has where it
    /// stands. Whatever is derived from the one is derived from the other too, and they are compared at each step.
    /// </summary>
    public ActiveContext? Twin { get; private set; }

    private bool _differsFromTwin;

    /// <summary>Whether some term may stand for <c>@value</c>.</summary>
    public bool MayAliasValue { get; private set; }

    public IEnumerable<TermDefinition> Terms => _slots.OfType<TermDefinition>().Where(IsPresent);

    public bool HasProtectedTerm => Terms.Any(term => term.IsProtected);

    public ActiveContext Clone() => new(this);

    /// <summary>An empty context of the same document.</summary>
    public ActiveContext Initial() => new(_memo, OriginalBase);

    public TermDefinition? Find(ReadOnlySpan<byte> term)
    {
        var found = _slots[SlotOf(term)];
        return found is not null && IsPresent(found) ? found : null;
    }

    /// <summary>Whether a member of this name states types. Asked of every member, so the few names that do are compared directly.</summary>
    public bool IsTypeName(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("@type"u8)) return true;
        if (_typeAliases.Length > FewAliases) return Find(name) is { Keyword: Keyword.Type };
        foreach (var alias in _typeAliases)
        {
            if (name.SequenceEqual(alias)) return Find(name) is { Keyword: Keyword.Type };
        }

        return false;
    }

    public void Set(TermDefinition definition)
    {
        var slot = SlotOf(definition.Term);
        if (_slots[slot] is null && ++_count * 2 > _slots.Length)
        {
            Grow();
            slot = SlotOf(definition.Term);
        }

        _slots[slot] = definition;
        MayAliasValue |= definition.Keyword == Keyword.Value;
        if (definition.Keyword == Keyword.Type && _typeAliases.Length <= FewAliases) _typeAliases = [.. _typeAliases, definition.Term];
    }

    /// <summary>Takes the term out; its slot stays taken so that later lookups still walk past it.</summary>
    public void Remove(ReadOnlySpan<byte> term)
    {
        var slot = SlotOf(term);
        if (_slots[slot] is { } definition) _slots[slot] = Absent(definition.Term);
    }

    /// <summary>The context that followed from a local context of this text before.</summary>
    public bool TryFindText(ReadOnlySpan<byte> text, [NotNullWhen(true)] out ActiveContext? derived)
        => _byText.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(text, out derived);

    public void RememberText(ReadOnlySpan<byte> text, ActiveContext derived)
    {
        if (_memo.TryReserve(derived._slots.Length + (text.Length / 8))) _byText.TryAdd(text.ToArray(), derived);
    }

    /// <summary>The same for a part's context (<see cref="ContextProcessor.ProcessPart"/>).</summary>
    public bool TryFindPart(ReadOnlySpan<byte> text, [NotNullWhen(true)] out ActiveContext? derived)
        => _byPart.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(text, out derived);

    public void RememberPart(ReadOnlySpan<byte> text, ActiveContext derived)
    {
        if (_memo.TryReserve(derived._slots.Length + (text.Length / 8))) _byPart.TryAdd(text.ToArray(), derived);
    }

    /// <summary>Errors: <see cref="PartDiffersException"/> in the context of a part where this context and its twin differ.</summary>
    public ActiveContext ForProperty(TermDefinition scope, ContextProcessor processor)
        => (_byProperty.TryGetValue(scope, out var known) ? known : Remember(_byProperty, scope, processor.ProcessPropertyScope(this, scope), Twin?.ForProperty(scope, processor))).Checked();

    /// <summary>Errors: as <see cref="ForProperty"/>.</summary>
    public ActiveContext ForType(TermDefinition scope, ContextProcessor processor)
        => (_byType.TryGetValue(scope, out var known) ? known : Remember(_byType, scope, processor.ProcessTypeScope(this, scope), Twin?.ForType(scope, processor))).Checked();

    /// <summary>Makes this new context the one a part has alone, beside the one it has where it stands.</summary>
    public void PairWith(ActiveContext twin)
    {
        Twin = twin;
        _differsFromTwin = !ContextComparison.SayTheSame(this, twin);
    }

    public ActiveContext Checked() => _differsFromTwin ? throw new PartDiffersException() : this;

    private ActiveContext Remember(ConcurrentDictionary<TermDefinition, ActiveContext> place, TermDefinition scope, ActiveContext derived, ActiveContext? twin)
    {
        if (twin is not null) derived.PairWith(twin);
        if (_memo.TryReserve(derived._slots.Length)) place.TryAdd(scope, derived);
        return derived;
    }

    private static bool IsPresent(TermDefinition definition) => definition.BaseUrl != RemovedMark;

    private static TermDefinition Absent(byte[] term) => new() { Term = term, BaseUrl = RemovedMark };

    private const string RemovedMark = "\0removed";

    private int SlotOf(ReadOnlySpan<byte> term)
    {
        var mask = _slots.Length - 1;
        for (var slot = Utf8Comparer.Hash(term) & mask; ; slot = (slot + 1) & mask)
        {
            if (_slots[slot] is not { } definition || term.SequenceEqual(definition.Term)) return slot;
        }
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new TermDefinition?[old.Length * 2];
        foreach (var definition in old)
        {
            if (definition is not null) _slots[SlotOf(definition.Term)] = definition;
        }
    }
}

/// <summary>
/// Counts what a family of remembered contexts holds. When it is full nothing more is remembered, and the
/// deserializer starts its next document with a new family; the old one goes when the last reader is done.
/// </summary>
internal sealed class ContextMemo
{
    /// <summary>About 16 MiB of term slots: thousands of contexts, which only a stream of hostile documents reaches.</summary>
    private const int MaxSlots = 1 << 21;

    private int _slots;

    public bool IsFull => Volatile.Read(ref _slots) > MaxSlots;

    public bool TryReserve(int slots) => !IsFull && Interlocked.Add(ref _slots, slots + FixedCost) <= MaxSlots;

    private const int FixedCost = 128;
}
