// Context processing (json-ld11-api section 4.1): a local context applied to an active context.
using System.Text;
using System.Text.Json;
using Conferral.LinkedData.Contexts;

namespace Conferral.LinkedData.JsonLd;

/// <summary>
/// Processes local contexts. Stateless and safe to share; loads contexts from the store and nowhere else.
/// Spec: https://www.w3.org/TR/json-ld11-api/#context-processing-algorithm
/// </summary>
internal sealed class ContextProcessor(ContextStore store, JsonLdOptions options)
{
    /// <summary>Contexts that one context may draw in, itself included; recursion ends here.</summary>
    private const int MaxRemoteContexts = 64;

    /// <summary>Nesting of scoped contexts that no published context comes near.</summary>
    private const int MaxContextDepth = 64;

    public bool IsJsonLd10 { get; } = options.ProcessingMode == ProcessingMode.JsonLd10;

    /// <summary>A document's or an object's own <c>@context</c>.</summary>
    public ActiveContext ProcessLocal(ActiveContext active, ReadOnlySpan<byte> local)
    {
        if (active.TryFindText(local, out var known)) return known.Checked();
        JsonText.CheckDepth(local, MaxContextDepth);
        var derived = Process(active, JsonText.Element(local), options.Base, [], overrideProtected: false, propagate: true, validateScoped: true);
        if (active.Twin is { } twin) derived.PairWith(ProcessLocal(twin, local));
        active.RememberText(local, derived);
        return derived.Checked();
    }

    /// <summary>
    /// The <c>@context</c> of a part of a document that is a document of its own: the context it has alone, under
    /// <paramref name="root"/>, which says what the context says that it has where it stands. Errors: <see cref="PartDiffersException"/>.
    /// </summary>
    public ActiveContext ProcessPart(ActiveContext active, ActiveContext root, ReadOnlySpan<byte> local)
    {
        if (active.TryFindPart(local, out var known)) return known.Checked();
        var alone = ProcessLocal(root, local).Clone();
        alone.PairWith(ProcessLocal(active, local));
        active.RememberPart(local, alone);
        return alone.Checked();
    }

    /// <summary>The context scoped to a property: it may override protected terms (5.1.2 step 8).</summary>
    public ActiveContext ProcessPropertyScope(ActiveContext active, TermDefinition term)
        => Process(active, term.LocalContext!.Value, term.BaseUrl, [], overrideProtected: true, propagate: true, validateScoped: true);

    /// <summary>The context scoped to a type: it ends at the next node object (5.1.2 step 11.2).</summary>
    public ActiveContext ProcessTypeScope(ActiveContext active, TermDefinition type)
        => Process(active, type.LocalContext!.Value, type.BaseUrl, [], overrideProtected: false, propagate: false, validateScoped: true);

    internal ActiveContext Process(ActiveContext active, JsonElement local, string? baseUrl, List<string> remotes, bool overrideProtected, bool propagate, bool validateScoped)
    {
        var result = active.Clone(); // 1
        if (local.ValueKind == JsonValueKind.Object && JsonText.TryGetMember(local, "@propagate"u8, out var stated)) // 2
        {
            propagate = stated.ValueKind switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                _ => throw Error(ErrorCode.InvalidPropagateValue, "@propagate is true or false."),
            };
        }

        if (!propagate && result.Previous is null) result.Previous = active; // 3
        if (local.ValueKind != JsonValueKind.Array) return ProcessOne(active, result, local, baseUrl, remotes, overrideProtected, propagate, validateScoped);
        foreach (var context in local.EnumerateArray()) // 4, 5
        {
            result = ProcessOne(active, result, context, baseUrl, remotes, overrideProtected, propagate, validateScoped);
        }

        return result; // 6
    }

    private ActiveContext ProcessOne(ActiveContext active, ActiveContext result, JsonElement context, string? baseUrl, List<string> remotes, bool overrideProtected, bool propagate, bool validateScoped)
    {
        switch (context.ValueKind)
        {
            case JsonValueKind.Null: // 5.1
                if (!overrideProtected && result.HasProtectedTerm)
                {
                    throw Error(ErrorCode.InvalidContextNullification, "A null context would undo protected terms.");
                }

                var cleared = active.Initial();
                if (!propagate) cleared.Previous = result.Previous;
                return cleared;
            case JsonValueKind.String: // 5.2
                return ProcessRemote(result, Text(context), baseUrl, remotes, validateScoped);
            case JsonValueKind.Object:
                return new ContextDefinition(this, result, context, baseUrl, remotes, overrideProtected).Apply();
            default: // 5.3
                throw Error(ErrorCode.InvalidLocalContext, "A context is a URL, an object, null, or a list of these.");
        }
    }

    private ActiveContext ProcessRemote(ActiveContext result, string reference, string? baseUrl, List<string> remotes, bool validateScoped)
    {
        var url = ResolveUrl(baseUrl, reference); // 5.2.1
        if (!validateScoped && remotes.Contains(url)) return result; // 5.2.2
        if (remotes.Count >= MaxRemoteContexts) // 5.2.3
        {
            throw Error(ErrorCode.ContextOverflow, $"More than {MaxRemoteContexts} contexts draw one another in; the last is {url}.");
        }

        remotes.Add(url);
        return Process(result, Load(url), url, [.. remotes], false, true, validateScoped); // 5.2.4 to 5.2.6
    }

    /// <summary>The value of <c>@context</c> in a known context document.</summary>
    internal JsonElement Load(string url)
    {
        var document = store.Load(url);
        if (document.ValueKind != JsonValueKind.Object || !JsonText.TryGetMember(document, "@context"u8, out var context))
        {
            throw Error(ErrorCode.InvalidRemoteContext, $"The document of {url} is not an object with @context.");
        }

        return context;
    }

    internal static string ResolveUrl(string? baseUrl, string reference)
        => baseUrl is null ? reference : Encoding.UTF8.GetString(IriReference.Resolve(Encoding.UTF8.GetBytes(baseUrl), Encoding.UTF8.GetBytes(reference)));

    internal static string Text(JsonElement text) => Encoding.UTF8.GetString(JsonText.Utf8(text));

    internal static JsonLdException Error(string code, string message) => new(code, "", message);
}
