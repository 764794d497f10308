namespace PaytureActors.Gateway;

/// <summary>What is wrong with one field of a request, found at the door. It never repeats the value.</summary>
/// <param name="Field">The field's path, as in <c>card.expiryMonth</c>.</param>
/// <param name="Message">What to do about it, as a sentence.</param>
public sealed record FieldError(string Field, string Message);
