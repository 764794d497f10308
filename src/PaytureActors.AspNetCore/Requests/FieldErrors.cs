using PaytureActors.Gateway;

namespace PaytureActors.AspNetCore.Requests;

/// <summary>What is wrong with a request, by field: everything at once, so that a caller corrects it in one go.</summary>
internal sealed class FieldErrors
{
    private readonly SortedDictionary<string, List<string>> _messages = new(StringComparer.Ordinal);

    public bool Any => _messages.Count > 0;

    public IReadOnlyDictionary<string, string[]> ByField => _messages.ToDictionary(entry => entry.Key, entry => entry.Value.ToArray());

    public void Add(string field, string message)
    {
        if (!_messages.TryGetValue(field, out var messages))
            _messages[field] = messages = [];
        messages.Add(message);
    }

    public void AddRange(IEnumerable<FieldError> errors)
    {
        foreach (var error in errors)
            Add(error.Field, error.Message);
    }
}
