using FsCheck;
using FsCheck.Fluent;
using Jenkins.AwsTemporal.Pasting;

namespace Jenkins.AwsTemporal.Tests.Pasting;

internal sealed class PropertyTests
{
    private static readonly Config Often = Config.QuickThrowOnFailure.WithMaxTest(2000);

    [Test]
    public void What_any_form_holds_is_read_as_it_was_written() => Check.One(Often, Prop.ForAll(
        Pastes.Form.Zip(Pastes.Credentials).ToArbitrary(),
        sample => Reads(Pastes.Write(sample.Item1, sample.Item2), sample.Item2)));

    [Test]
    public void Hazards_that_come_together_do_no_harm_either() => Check.One(Often, Prop.ForAll(
        Pastes.Form.Zip(Pastes.Credentials, (form, parts) => (form, parts)).Zip(Gen.SubListOf(HazardTests.InOrder)).ToArbitrary(),
        sample =>
        {
            var ((form, parts), hazards) = sample;
            var text = HazardTests.InOrder.Where(hazards.Contains).Aggregate(Pastes.Write(form, parts), (text, hazard) => HazardTests.Apply(hazard, text));
            return text.Length > 16000 || Reads(text, parts);
        }));

    [Test]
    public void Arbitrary_text_throws_nothing_else_and_shows_nothing_of_it() => Check.One(Often, Prop.ForAll(
        Pastes.AnyText.ToArbitrary(),
        text =>
        {
            if (PastedCredentials.TryParse(text, out _, out var error))
                return false;
            Samples.AssertShowsNothingOf(error, Pastes.WithoutKeyIds(text), 8);
            return true;
        }));

    [Test]
    public void A_damaged_paste_is_refused_or_gives_what_it_gave_before() => Check.One(Often.WithMaxTest(5000), Prop.ForAll(
        Pastes.Form.Zip(Pastes.Credentials, (form, parts) => (form, parts)).Zip(Pastes.Damage).ToArbitrary(),
        sample =>
        {
            var ((form, parts), damage) = sample;
            var text = damage.Apply(Pastes.Write(form, parts));
            if (!PastedCredentials.TryParse(text, out var pasted, out var error))
            {
                Samples.AssertShowsNothingOf(error, parts.Secret, 6);
                Samples.AssertShowsNothingOf(error, parts.Token, 6);
                return true;
            }

            return damage.Explains(parts.Secret, pasted.Credentials.SecretAccessKey) && damage.Explains(parts.Token, pasted.Credentials.SessionToken);
        }));

    [Test]
    public void A_paste_of_which_a_part_is_lost_gives_nothing_that_it_does_not_hold() => Check.One(Often.WithMaxTest(5000), Prop.ForAll(
        Pastes.Form.Zip(Pastes.Credentials, (form, parts) => (form, parts)).Zip(Gen.Choose(0, 4000)).Zip(Gen.Choose(1, 400)).ToArbitrary(),
        sample =>
        {
            var (((form, parts), at), count) = sample;
            var text = Pastes.Write(form, parts);
            text = text.Remove(at % text.Length, Math.Min(count, text.Length - (at % text.Length)));
            return !PastedCredentials.TryParse(text, out var pasted, out _)
                || (text.Contains(pasted.Credentials.SecretAccessKey, StringComparison.Ordinal) && text.Contains(pasted.Credentials.SessionToken, StringComparison.Ordinal));
        }));

    private static bool Reads(string text, Parts parts)
    {
        if (!PastedCredentials.TryParse(text, out var pasted, out var error))
        {
            // A token without padding may happen to end where a terminal cuts.
            if (!parts.Token.EndsWith('=') && error.Message.StartsWith("the paste is cut: line", StringComparison.Ordinal))
                return true;
            throw new AssertionException($"{error.Code}: {error.Message}");
        }

        return pasted.Credentials.AccessKeyId == parts.Id
            && pasted.Credentials.SecretAccessKey == parts.Secret
            && pasted.Credentials.SessionToken == parts.Token;
    }
}
