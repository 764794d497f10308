using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using PaytureActors.Domain;

namespace PaytureActors.Gateway;

/// <summary>What pays. Secret: it never leaves the process that received it, and it prints as its kind only.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public abstract partial class Instrument
{
    private Instrument() { } // Closed: every case is in this file.

    /// <summary>The interface that a payment with it uses; null for what pays nothing.</summary>
    public abstract ApiFamily? Family { get; }

    /// <summary>Whether it was used up, so that nothing is left to send.</summary>
    public abstract bool IsEmpty { get; }

    /// <summary>Forgets the secret, once it was used or is no longer wanted.</summary>
    public abstract void Clear();

    /// <summary>A card whose data the merchant holds (D:payture-api/pay).</summary>
    public sealed class Card : Instrument
    {
        private const int MinDigits = 13;
        private const int MaxDigits = 19;
        private const int MaxHolder = 30;

        private Card(Sensitive<CardData> data, string maskedPan)
        {
            Data = data;
            MaskedPan = maskedPan;
        }

        /// <summary>The card's data.</summary>
        public Sensitive<CardData> Data { get; }

        /// <summary>The first six and the last four digits with asterisks between: the most that may be kept of a card.</summary>
        public string MaskedPan { get; }

        /// <summary>Checks a card at the door, before anything is asked of the gateway.</summary>
        /// <param name="number">13 to 19 digits that pass Luhn's check.</param>
        /// <param name="expiryMonth">1 to 12, with or without a leading zero.</param>
        /// <param name="expiryYear">Two digits (31) or four (2031).</param>
        /// <param name="holder">The name on the card, up to 30 characters; <see langword="null"/> or empty where it is not known.</param>
        /// <param name="securityCode">3 or 4 digits, leading zeros kept; <see langword="null"/> or empty where it is not asked for.</param>
        /// <param name="now">Today, to tell an expired card; a card is good for a day longer than its month, for the sake of time zones.</param>
        /// <param name="card">The card, when nothing is wrong.</param>
        /// <param name="errors">What is wrong, one entry a field; no entry repeats what was typed.</param>
        public static bool TryCreate(
            string? number,
            string? expiryMonth,
            string? expiryYear,
            string? holder,
            string? securityCode,
            DateTimeOffset now,
            [NotNullWhen(true)] out Card? card,
            out IReadOnlyList<FieldError> errors)
        {
            var found = new List<FieldError>();
            card = null;

            if (!IsDigits(number, MinDigits, MaxDigits))
                found.Add(new("card.number", $"Give the card number as {MinDigits} to {MaxDigits} digits without spaces."));
            else if (!PassesLuhn(number))
                found.Add(new("card.number", "The card number has a wrong digit (its check digit does not fit): type it again."));

            var month = IsDigits(expiryMonth, 1, 2) ? int.Parse(expiryMonth, CultureInfo.InvariantCulture) : 0;
            if (month is < 1 or > 12)
                found.Add(new("card.expiryMonth", "Give the expiry month as 01 to 12."));

            var year = IsDigits(expiryYear, 2, 2) || (IsDigits(expiryYear, 4, 4) && expiryYear.StartsWith("20", StringComparison.Ordinal))
                ? 2000 + int.Parse(expiryYear.AsSpan(expiryYear.Length - 2), CultureInfo.InvariantCulture)
                : 0;
            if (year == 0)
                found.Add(new("card.expiryYear", "Give the expiry year as two digits (31) or as 2031."));
            else if (month is >= 1 and <= 12 && LastMoment(year, month) < now)
                found.Add(new(now.Year > year ? "card.expiryYear" : "card.expiryMonth", "The card has expired: use another one."));

            if (!string.IsNullOrEmpty(holder) && !IsHolder(holder))
                found.Add(new("card.holder", $"Give the holder's name in up to {MaxHolder} characters without line breaks, or leave it out."));

            if (!string.IsNullOrEmpty(securityCode) && !IsDigits(securityCode, 3, 4))
                found.Add(new("card.securityCode", "Give the security code as 3 or 4 digits, or leave it out."));

            errors = found;
            if (found.Count > 0)
                return false;

            card = new Card(
                new Sensitive<CardData>(new CardData(
                    number!,
                    month.ToString("00", CultureInfo.InvariantCulture),
                    (year % 100).ToString("00", CultureInfo.InvariantCulture),
                    string.IsNullOrEmpty(holder) ? null : holder,
                    string.IsNullOrEmpty(securityCode) ? null : securityCode)),
                Mask(number!));
            return true;
        }

        /// <inheritdoc />
        public override ApiFamily? Family => ApiFamily.Api;

        /// <inheritdoc />
        public override bool IsEmpty => Data.IsEmpty;

        /// <inheritdoc />
        public override void Clear() => Data.Clear();

        /// <summary>The kind of instrument, and nothing of the card.</summary>
        public override string ToString() => "Card ***";

        private static string Mask(string number) => $"{number[..6]}{new string('*', number.Length - 10)}{number[^4..]}";

        private static bool IsDigits([NotNullWhen(true)] string? text, int min, int max) =>
            text is not null && text.Length >= min && text.Length <= max && text.All(char.IsAsciiDigit);

        private static bool IsHolder(string holder) =>
            holder.Length <= MaxHolder && !string.IsNullOrWhiteSpace(holder) && WireText.IsSendable(holder);

        private static DateTimeOffset LastMoment(int year, int month) =>
            new DateTimeOffset(year, month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1).AddDays(1);

        private static bool PassesLuhn(string digits)
        {
            var sum = 0;
            for (var i = 0; i < digits.Length; i++)
            {
                var digit = digits[^(i + 1)] - '0';
                var weighted = i % 2 == 0 ? digit : digit * 2;
                sum += weighted > 9 ? weighted - 9 : weighted;
            }

            return sum % 10 == 0;
        }
    }
}
