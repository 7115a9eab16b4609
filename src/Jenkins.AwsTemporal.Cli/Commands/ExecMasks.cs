using System.Text;
using Jenkins.AwsTemporal.Handover;
using Jenkins.AwsTemporal.Sessions;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>
/// What is masked: the secrets, and the keys of every session that the folder has held since the child began. A child gets
/// new keys only from there, so whoever asks after he has read what it wrote asks in time.
/// </summary>
internal sealed class ExecMasks
{
    private readonly SessionFolder _folder;
    private readonly FileInfo _document;
    private readonly MaskPatterns _secrets;
    private readonly LeakForms _keys = new();
    private readonly Lock _lock = new();
    private MaskPatterns _patterns;
    private string _key;
    private (DateTime, long) _seen;

    public ExecMasks(SessionFolder folder, Session session, LeakForms forms)
    {
        _folder = folder;
        _document = new FileInfo(Path.Combine(folder.Path, "session.json"));
        _secrets = new MaskPatterns(forms);
        (_key, _patterns) = Add(session);
    }

    /// <summary>The patterns of now: the same object until there are new ones.</summary>
    public MaskPatterns Current()
    {
        lock (_lock)
        {
            _document.Refresh();
            var there = _document.Exists ? (_document.LastWriteTimeUtc, _document.Length) : default;
            if (there == _seen)
                return _patterns;
            // Before it is read: one that comes meanwhile is seen the next time.
            _seen = there;
            try
            {
                var session = _folder.Read();
                if (session.Credentials.AccessKeyId != _key)
                    (_key, _patterns) = Add(session);
            }
            catch (Exception fault) when (fault is SessionException or IOException or UnauthorizedAccessException)
            {
                // Closed: nobody gets keys from there.
            }

            return _patterns;
        }
    }

    // The secrets are not sorted again while an output waits.
    private (string, MaskPatterns) Add(Session session)
    {
        _keys.Add(Encoding.UTF8.GetBytes(session.Credentials.SecretAccessKey));
        _keys.Add(Encoding.UTF8.GetBytes(session.Credentials.SessionToken));
        return (session.Credentials.AccessKeyId, _secrets.With(_keys));
    }
}
