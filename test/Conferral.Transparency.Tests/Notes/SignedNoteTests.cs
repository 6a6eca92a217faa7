// Signed notes: the keys and notes of Go's documentation, and everything that must be refused.
using Conferral.Credentials.Keys;
using Conferral.Transparency.Notes;

namespace Conferral.Transparency.Tests.Notes;

public sealed class SignedNoteTests
{
    // From the documentation of Go's package golang.org/x/mod/sumdb/note; the seed is the private key's last 32 bytes.
    private const string Neumann = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private const string NeumannSecret = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    private const string Enoch = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
    private const string Text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    private const string NeumannLine = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    private const string EnochLine = "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

    private static SignedNote Note => SignedNote.Parse($"{Text}\n{NeumannLine}{EnochLine}");

    [Theory]
    [InlineData(Neumann)]
    [InlineData(Enoch)]
    [InlineData("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8")]
    public void A_published_key_is_read_and_written_as_it_was(string vkey) => Assert.Equal(vkey, NoteKey.Parse(vkey).ToString());

    [Fact]
    public void A_key_with_any_changed_character_is_refused()
    {
        for (var i = 0; i < Neumann.Length; i++)
        {
            var changed = Neumann.ToCharArray();
            changed[i]++;
            Assert.Throws<TransparencyException>(() => NoteKey.Parse(new string(changed)));
        }

        for (var length = 0; length < Neumann.Length; length++) Assert.Throws<TransparencyException>(() => NoteKey.Parse(Neumann[..length]));
    }

    [Fact]
    public void The_published_note_is_signed_again_to_the_byte()
    {
        using var key = SigningKey.FromSeed(Convert.FromBase64String(NeumannSecret).AsSpan(1));
        var name = NoteKey.Of("PeterNeumann", key.VerificationKey);
        Assert.Equal(Neumann, name.ToString());
        Assert.Equal($"{Text}\n{NeumannLine}", new SignedNote(Text, [NoteSignature.Sign(Text, name, key)]).ToString());
    }

    [Fact]
    public void Each_known_key_is_found_and_an_unknown_one_is_passed_over()
    {
        Assert.Equal(["PeterNeumann", "EnochRoot"], Note.Verify(NoteKey.Parse(Neumann), NoteKey.Parse(Enoch)).Verified.Select(signature => signature.Key.Name));
        Assert.Equal(["EnochRoot"], Note.Verify(NoteKey.Parse(Enoch)).Verified.Select(signature => signature.Key.Name));
        Assert.False(Note.Verify().Holds);
        Assert.Contains("not with the key of sum.golang.org", Note.Verify(NoteKey.Parse("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8")).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_known_key_whose_signature_does_not_fit_spoils_the_note()
    {
        var edited = new SignedNote(Text.Replace("answer", "Answer", StringComparison.Ordinal), Note.Signatures);
        Assert.Contains("PeterNeumann does not fit", edited.Verify(NoteKey.Parse(Neumann)).Problem, StringComparison.Ordinal);
        var mixed = new SignedNote(Text, [Note.Signatures[0], Note.Signatures[1] with { Bytes = Note.Signatures[0].Bytes }]);
        Assert.False(mixed.Verify(NoteKey.Parse(Neumann), NoteKey.Parse(Enoch)).Holds);
        Assert.True(mixed.Verify(NoteKey.Parse(Neumann)).Holds);
    }

    [Fact]
    public void A_name_with_another_id_or_an_id_with_another_name_is_another_key()
    {
        var other = new SignedNote(Text, [Note.Signatures[0] with { Name = "PeterNeuman" }, Note.Signatures[0] with { KeyId = 1 }]);
        Assert.False(other.Verify(NoteKey.Parse(Neumann)).Holds);
    }

    [Fact]
    public void The_same_signature_twice_counts_once()
        => Assert.Single(SignedNote.Parse($"{Text}\n{NeumannLine}{NeumannLine}").Verify(NoteKey.Parse(Neumann)).Verified);

    [Fact]
    public void An_empty_line_inside_the_text_stays_in_the_text()
    {
        var note = SignedNote.Parse($"one\n\ntwo\n\n{NeumannLine}");
        Assert.Equal("one\n\ntwo\n", note.Text);
        Assert.Equal($"one\n\ntwo\n\n{NeumannLine}", note.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("text\n")]
    [InlineData("text\n\n")]
    [InlineData("text\n\n— PeterNeumann x08go/ZJ\nnonsense\n")]
    [InlineData("text\n\n— PeterNeumann x08go/ZJ")]
    [InlineData("text\n\n— PeterNeumann x08go/Z\n")]
    [InlineData("text\n\n— PeterNeumann x08gow==\n")]
    [InlineData("text\n\n- PeterNeumann x08go/ZJ\n")]
    [InlineData("text\n\n— Peter Neumann x08go/ZJ\n")]
    [InlineData("text\n\n— Peter+Neumann x08go/ZJ\n")]
    [InlineData("te\txt\n\n— PeterNeumann x08go/ZJ\n")]
    [InlineData("text\r\n\n— PeterNeumann x08go/ZJ\n")]
    public void What_is_no_note_is_refused_with_a_sentence(string note)
        => Assert.Contains("no signed note", Assert.Throws<TransparencyException>(() => SignedNote.Parse(note)).Message, StringComparison.Ordinal);

    [Fact]
    public void Bytes_that_are_not_UTF8_and_too_many_signatures_are_refused()
    {
        Assert.Throws<TransparencyException>(() => SignedNote.Parse([(byte)'a', 0xff, (byte)'\n']));
        Assert.Throws<TransparencyException>(() => SignedNote.Parse($"{Text}\n{string.Concat(Enumerable.Repeat(NeumannLine, 101))}"));
        Assert.Equal(100, SignedNote.Parse($"{Text}\n{string.Concat(Enumerable.Repeat(NeumannLine, 100))}").Signatures.Count);
    }
}
