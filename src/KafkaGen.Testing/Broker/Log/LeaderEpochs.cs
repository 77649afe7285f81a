namespace KafkaGen.Testing.Broker.Log;

/// <summary>Where each leader's records begin: what OffsetForLeaderEpoch answers from.</summary>
internal sealed class LeaderEpochs
{
    private readonly List<(int Epoch, long Start)> _epochs = [];

    public void Begin(int epoch, long offset)
    {
        // An epoch in which nothing was written leaves no trace in a log.
        while (_epochs.Count > 0 && _epochs[^1].Start >= offset)
        {
            _epochs.RemoveAt(_epochs.Count - 1);
        }

        _epochs.Add((epoch, offset));
    }

    public void TruncateTo(long offset)
    {
        while (_epochs.Count > 0 && _epochs[^1].Start >= offset)
        {
            _epochs.RemoveAt(_epochs.Count - 1);
        }
    }

    /// <summary>The largest known epoch that is not above the one asked for, and the offset where the next began.</summary>
    public (int Epoch, long End) EndOf(int epoch, int currentEpoch, long logEnd)
    {
        if (epoch >= currentEpoch)
        {
            return epoch == currentEpoch ? (epoch, logEnd) : (-1, -1);
        }

        for (int at = _epochs.Count - 1; at >= 0; at--)
        {
            if (_epochs[at].Epoch <= epoch)
            {
                return (_epochs[at].Epoch, at + 1 < _epochs.Count ? _epochs[at + 1].Start : logEnd);
            }
        }

        return (-1, -1);
    }

    /// <summary>The epoch whose leader wrote an offset.</summary>
    public int Of(long offset)
    {
        for (int at = _epochs.Count - 1; at >= 0; at--)
        {
            if (_epochs[at].Start <= offset)
            {
                return _epochs[at].Epoch;
            }
        }

        return -1;
    }
}
