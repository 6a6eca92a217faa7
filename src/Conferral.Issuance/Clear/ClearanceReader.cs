// Reads clearance.yaml: which rules are kept, how, and what is said to whoever has to act.
using System.Globalization;
using System.Text;
using Conferral.Credentials;
using Conferral.Issuance.Read;
using YamlDotNet.RepresentationModel;

namespace Conferral.Issuance.Clear;

/// <summary>Bounds: 1 MiB of YAML. Errors: <see cref="IntakeException"/> naming line and column.</summary>
public sealed class ClearanceReader
{
    private const int MaxBytes = 1 << 20;
    private const string Action = "action";
    private const string Say = "say";
    private readonly YamlNodes yaml;

    private ClearanceReader(string fileName) => yaml = new YamlNodes(fileName, IntakeCodes.Clearance);

    /// <summary>The rules of the file at a path. Errors: <see cref="IntakeException"/>.</summary>
    public static ClearanceRules Read(string path)
    {
        var name = Path.GetFileName(path);
        if (!File.Exists(path)) throw new IntakeException(IntakeCodes.Clearance, $"There are no clearance rules at {path}.");
        if (new FileInfo(path).Length > MaxBytes) throw new IntakeException(IntakeCodes.Clearance, $"{name} is larger than 1 MiB; clearance rules are a page.", new SourceLocation(name));
        var bytes = File.ReadAllBytes(path);
        return Parse(name, Encoding.UTF8.GetString(bytes)) with { Bytes = bytes };
    }

    internal static ClearanceRules Parse(string fileName, string text) => new ClearanceReader(fileName).ReadRoot(text);

    /// <summary>The words a rule may hold beside <c>action</c> and <c>say</c>, by rule.</summary>
    internal static IReadOnlyDictionary<string, string[]> Words { get; } = ClearanceRule.All.ToDictionary(rule => rule.Word, rule => rule.Word switch
    {
        "hold" => (string[])["kinds"],
        "unposted" => ["posted"],
        "consent" => ["required"],
        "identity" => ["need", "needOneOf"],
        "duplicate" => ["by"],
        "beforeBirth" => ["minimumAge"],
        "credits" => ["minimum"],
        _ => [],
    });

    private ClearanceRules ReadRoot(string text)
    {
        var rules = ClearanceRules.Default;
        if (text.AsSpan().TrimStart('\uFEFF').ToString().Split('\n').All(line => line.Trim() is "" or ['#', ..])) return rules; // comments alone say nothing, and nothing said is the defaults
        foreach (var (word, _, value) in yaml.Pairs(yaml.Root(text), "clearance.yaml", [.. Words.Keys])) rules = ReadRule(rules, word, value);
        return rules;
    }

    private ClearanceRules ReadRule(ClearanceRules rules, string word, YamlNode node)
    {
        var choice = new RuleChoice();
        if (node is YamlScalarNode) choice = choice with { Action = ReadAction(node, word) };
        else foreach (var (key, _, value) in yaml.Pairs(node, word, [Action, Say, .. Words[word]]))
        {
            if (key == Action) choice = choice with { Action = ReadAction(value, Action) };
            else if (key == Say) choice = choice with { Say = yaml.Text(value, Say) };
            else rules = ReadWord(rules, key, value);
        }

        return word switch
        {
            "hold" => rules with { Hold = choice },
            "privacy" => rules with { Privacy = choice },
            "deceased" => rules with { Deceased = choice },
            "unposted" => rules with { Unposted = choice },
            "consent" => rules with { Consent = choice },
            "identity" => rules with { Identity = choice },
            "duplicate" => rules with { Duplicate = choice },
            "beforeBirth" => rules with { BeforeBirth = choice },
            "future" => rules with { Future = choice },
            _ => rules with { Credits = choice },
        };
    }

    private ClearanceRules ReadWord(ClearanceRules rules, string key, YamlNode node) => key switch
    {
        "kinds" => rules with { HoldKinds = Choices<HoldKind>(node, key, kind => kind is not (HoldKind.Privacy or HoldKind.Deceased)) },
        "posted" => rules with { Posted = yaml.Texts(node, key) is { Count: > 0 } posted ? posted : throw yaml.Refuse(node, "posted names at least one status; to let every award pass, write unposted: off.") },
        "required" => rules with { ConsentRequired = yaml.Flag(node, key) },
        "need" => rules with { Need = Choices<KnownBy>(node, key) },
        "needOneOf" => rules with { NeedOneOf = Choices<KnownBy>(node, key) },
        "by" => rules with { SamePersonBy = Choices<SamePerson>(node, key) },
        "minimumAge" => rules with { MinimumAge = ReadAge(node) },
        _ => rules with { MinimumCredits = yaml.Pairs(node, "minimum", ClrVocabulary.AchievementTypes).ToDictionary(pair => pair.Key, pair => ReadCredits(pair.Value)) },
    };

    private ClearanceAction ReadAction(YamlNode node, string what)
        => Choice<ClearanceAction>(node, what, _ => true);

    private TEnum[] Choices<TEnum>(YamlNode node, string what, Func<TEnum, bool>? allowed = null)
        where TEnum : struct, Enum
    {
        YamlNode[] nodes = node is YamlSequenceNode list ? [.. list.Children] : [node];
        return [.. nodes.Select(item => Choice(item, what, allowed ?? (_ => true)))];
    }

    private TEnum Choice<TEnum>(YamlNode node, string what, Func<TEnum, bool> allowed)
        where TEnum : struct, Enum
    {
        var words = Enum.GetValues<TEnum>().Where(allowed).ToDictionary(value => value.ToString(), StringComparer.OrdinalIgnoreCase);
        var text = yaml.Text(node, what);
        var spelled = words.Keys.Select(word => typeof(TEnum) == typeof(HoldKind) ? word : char.ToLowerInvariant(word[0]) + word[1..]).ToArray();
        return words.TryGetValue(text, out var value) ? value : throw yaml.Refuse(node, $"{what} cannot be \"{text}\".{NearestWord.Hint(text, spelled)} Write {string.Join(", ", spelled)}.");
    }

    private int ReadAge(YamlNode node)
        => int.TryParse(yaml.Text(node, "minimumAge"), NumberStyles.None, CultureInfo.InvariantCulture, out var age) && age <= 100 ? age : throw yaml.Refuse(node, "minimumAge is a number of years, such as 14.");

    private decimal ReadCredits(YamlNode node)
        => decimal.TryParse(yaml.Text(node, "credits"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var credits) ? credits : throw yaml.Refuse(node, "credits are a number from 0 up, such as 120 or 22.5.");
}
