// Seeded changes to inputs: bytes, pieces, words of the format, and whole values of JSON.
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conferral.Credentials.Proofs;

namespace Conferral.Fuzz;

/// <summary>The same seed, corpus and target give the same inputs. Bounds: inputs of at most <see cref="MaxBytes"/>.</summary>
internal sealed class Mutator(FuzzTarget target, Random random)
{
    /// <summary>Larger inputs say little more and cost much. Units: bytes.</summary>
    private const int MaxBytes = 256 * 1024;

    private const int MostChanges = 6;

    private static readonly byte[] Telling = [0, 1, 9, 10, 13, 32, 34, 39, 44, 47, 48, 58, 60, 62, 91, 92, 93, 123, 125, 127, 128, 191, 192, 237, 239, 240, 244, 254, 255];

    private static readonly string[] Values = ["null", "true", "0", "-1", "1e400", "0.1e-400", "9007199254740993", "\"\"", "\"\\u0000\"", "[]", "{}", "[[[[]]]]", "\"x:y\"", "\"_:b\"", "\"a b\"", "\"\\ud83d\\ude00\"", "\"\\uff01\""];

    /// <summary>An input made from one of the pool.</summary>
    public byte[] Next(IReadOnlyList<byte[]> pool)
    {
        var input = pool[random.Next(pool.Count)];
        if (target.IsJson && random.Next(2) == 0 && OfJson(input, pool) is { } changed) input = changed;
        else input = OfBytes(input, pool);
        return input.Length <= MaxBytes ? input : input[..MaxBytes];
    }

    private byte[] OfBytes(byte[] input, IReadOnlyList<byte[]> pool)
    {
        var bytes = new List<byte>(input);
        for (var change = random.Next(1, MostChanges); change > 0; change--)
        {
            var at = random.Next(bytes.Count + 1);
            var length = Math.Min(random.Next(1, 1 << random.Next(1, 9)), bytes.Count - at);
            switch (random.Next(8))
            {
                case 0 when at < bytes.Count: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1 when at < bytes.Count: bytes[at] = Telling[random.Next(Telling.Length)]; break;
                case 2: bytes.RemoveRange(at, length); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                case 4: bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length)); break;
                case 5: bytes.Insert(at, Telling[random.Next(Telling.Length)]); break;
                case 6: bytes.InsertRange(at, Piece(pool[random.Next(pool.Count)])); break;
                default: bytes.InsertRange(at, Encoding.UTF8.GetBytes(target.Words[random.Next(target.Words.Count)])); break;
            }
        }

        return [.. bytes];
    }

    private byte[] Piece(byte[] other)
    {
        var start = random.Next(other.Length + 1);
        return other[start..Math.Min(other.Length, start + random.Next(1, 200))];
    }

    /// <summary>Well-formed JSON stays so: a value is replaced, moved, taken out, or a member is named anew. Null where the input is no JSON.</summary>
    private byte[]? OfJson(byte[] input, IReadOnlyList<byte[]> pool)
    {
        if (Parse(input) is not { } root) return null;
        for (var change = random.Next(1, MostChanges); change > 0; change--)
        {
            var nodes = NodesOf(root);
            if (nodes.Count < 2) break;
            var node = nodes[random.Next(1, nodes.Count)];
            switch (node.Parent)
            {
                case JsonArray array when random.Next(4) == 0: array.RemoveAt(node.Index); break;
                case JsonArray array: array[node.Index] = NewValue(nodes, pool); break;
                case JsonObject members when random.Next(4) == 0: members.Remove(node.Name!); break;
                case JsonObject members when random.Next(3) == 0: members[NewName()] = node.Value?.DeepClone(); break;
                case JsonObject members: members[node.Name!] = NewValue(nodes, pool); break;
            }
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    /// <summary>A value that readers stumble over, as a node; half a character is left to the changes of bytes, because no node can hold it.</summary>
    private JsonNode? NewLeaf() => Parse(Encoding.UTF8.GetBytes(Values[random.Next(Values.Length)]));

    private string NewName() => target.Words[random.Next(target.Words.Count)].Trim('"');

    private JsonNode? NewValue(List<Place> nodes, IReadOnlyList<byte[]> pool) => random.Next(4) switch
    {
        0 => NewLeaf(),
        1 => JsonValue.Create(NewName()),
        2 => nodes[random.Next(nodes.Count)].Value?.DeepClone(),
        _ => Parse(pool[random.Next(pool.Count)]) is { } other && NodesOf(other) is var others ? others[random.Next(others.Count)].Value?.DeepClone() : null,
    };

    private static JsonNode? Parse(byte[] input)
    {
        try
        {
            StrictJson.RequireReadableText(input);
            return JsonNode.Parse(input, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (Exception refusal) when (refusal is JsonException or StrictJsonException)
        {
            return null; // bytes are changed instead
        }
    }

    private sealed record Place(JsonNode? Value, JsonNode? Parent, string? Name, int Index);

    private static List<Place> NodesOf(JsonNode root)
    {
        List<Place> places = [new Place(root, null, null, -1)];
        for (var next = 0; next < places.Count; next++)
        {
            if (places[next].Value is JsonObject members) places.AddRange(members.Select(member => new Place(member.Value, members, member.Key, -1)));
            else if (places[next].Value is JsonArray items) places.AddRange(items.Select((item, index) => new Place(item, items, null, index)));
        }

        return places;
    }
}
