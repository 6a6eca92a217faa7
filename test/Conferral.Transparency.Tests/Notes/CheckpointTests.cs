// Checkpoints and witnesses' cosignatures.
using System.Text;
using Conferral.Credentials.Keys;
using Conferral.Transparency.Notes;

namespace Conferral.Transparency.Tests.Notes;

public sealed class CheckpointTests : IDisposable
{
    // The example of the checkpoint's and the cosignature's specification.
    private const string Text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    private const string Published =
        $"{Text}\n— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
        + "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";

    private readonly SigningKey _key = SigningKey.FromSeed(new byte[32]);

    public void Dispose() => _key.Dispose();

    [Fact]
    public void The_published_checkpoint_is_read_and_written_as_it_was()
    {
        var note = SignedNote.Parse(Encoding.UTF8.GetBytes(Published));
        var checkpoint = Checkpoint.In(note);
        Assert.Equal(("example.com/behind-the-sofa", 20852163L), (checkpoint.Origin, checkpoint.Size));
        Assert.Equal(Text, checkpoint.Text);
        Assert.Equal(Published, note.ToString());
        Assert.Equal([0x033de0aeu, 0x8d66cf3fu], note.Signatures.Select(signature => signature.KeyId));
    }

    [Fact]
    public void Further_lines_are_kept()
        => Assert.Equal(Text + "more\nlines\n", Checkpoint.Parse(Text + "more\nlines\n").Text);

    [Theory]
    [InlineData("")]
    [InlineData("origin\n1\n")]
    [InlineData("\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("origin\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("origin\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("origin\n+1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("origin\n99999999999999999999\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("origin\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n")]
    [InlineData("origin\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxqw==\n")]
    [InlineData("origin\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")]
    [InlineData("origin\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n")]
    public void What_is_no_checkpoint_is_refused(string text) => Assert.Throws<TransparencyException>(() => Checkpoint.Parse(text));

    [Fact]
    public void A_cosignature_holds_for_its_time_and_text_alone()
    {
        var witness = NoteKey.Of("witness.example.com/w1", _key.VerificationKey, NoteKeyKind.Cosignature);
        var at = DateTimeOffset.FromUnixTimeSeconds(1679315147);
        var note = new SignedNote(Text, [NoteSignature.Cosign(Text, witness, _key, at)]);
        Assert.Equal(at, note.Verify(witness).Verified.Single().At);
        Assert.Equal(witness, NoteKey.Parse(witness.ToString()));

        var bytes = note.Signatures[0].Bytes.ToArray();
        for (var i = 0; i < bytes.Length; i++)
        {
            var changed = bytes.ToArray();
            changed[i] ^= 1;
            Assert.False(new SignedNote(Text, [note.Signatures[0] with { Bytes = changed }]).Verify(witness).Holds);
        }

        Assert.False(new SignedNote(Text.Replace("20852163", "20852164", StringComparison.Ordinal), note.Signatures).Verify(witness).Holds);
        Assert.False(new SignedNote(Text, [note.Signatures[0] with { Bytes = bytes.AsMemory(0, 7) }]).Verify(witness).Holds);
    }

    [Fact]
    public void A_logs_signature_is_no_cosignature_and_the_other_way_round()
    {
        var (log, witness) = (NoteKey.Of("example.com", _key.VerificationKey), NoteKey.Of("example.com", _key.VerificationKey, NoteKeyKind.Cosignature));
        Assert.NotEqual(log.Id, witness.Id);
        var signed = NoteSignature.Sign(Text, log, _key);
        Assert.False(new SignedNote(Text, [signed]).Verify(witness).Holds);
        Assert.False(new SignedNote(Text, [signed with { KeyId = witness.Id }]).Verify(witness).Holds);
        Assert.Throws<ArgumentException>(() => NoteSignature.Sign(Text, witness, _key));
    }

    [Fact]
    public void A_name_with_a_space_or_plus_and_a_key_of_another_kind_are_refused()
    {
        Assert.Throws<TransparencyException>(() => NoteKey.Of("two words", _key.VerificationKey));
        Assert.Throws<TransparencyException>(() => NoteKey.Of("a+b", _key.VerificationKey));
        Assert.Throws<TransparencyException>(() => NoteKey.Of("", _key.VerificationKey));
        using var ecdsa = SigningKey.Generate(KeyAlgorithm.P256);
        Assert.Throws<TransparencyException>(() => NoteKey.Of("a", ecdsa.VerificationKey));
    }
}
