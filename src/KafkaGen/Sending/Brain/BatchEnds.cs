using System.Globalization;
using KafkaGen.Accumulating;

namespace KafkaGen.Sending.Brain;

/// <summary>The one way in which a batch ends: its room is given back, its callers and those who flush are told, each once.</summary>
internal sealed class BatchEnds(Room room, BrainSettings settings, IBatchObserver? observer = null)
{
    /// <summary>How many batches have no answer yet.</summary>
    internal int Unanswered { get; private set; }

    /// <summary>Takes charge of a batch.</summary>
    internal void Begin() => Unanswered++;

    internal void Acknowledge(ProducerBatch batch, long baseOffset, long logAppendTime)
    {
        Free(batch);
        if (TryAnswer(batch))
        {
            batch.Queue.Share?.OnAnswer();
            CountOut(batch);
            observer?.OnAcknowledged(batch);
            batch.Answer?.Acknowledge(baseOffset, batch.Times, logAppendTime);
            TellFlushes(batch);
        }
    }

    /// <summary>Fails a batch. Its memory is kept while it is on the wire.</summary>
    internal void Fail(ProducerBatch batch, KafkaErrorCode code, string reason)
    {
        if (batch.Delivery.IsAnswered)
        {
            Free(batch);
            return;
        }

        BatchDelivery delivery = batch.Delivery;
        bool mayBeStored = delivery.MayBeStored || (delivery.IsOnWire && settings.Broken != BrokenRule.CallExpiredOnWireNotPersisted);
        RecordPersistence status = mayBeStored ? RecordPersistence.PossiblyPersisted : RecordPersistence.NotPersisted;
        ProduceException error = observer?.Describe(batch, code, reason, status) ?? Describe(batch, code, reason, status);
        if (delivery.IsCompressing)
        {
            // Its records cannot be read now; the observer hears of it as soon as they can.
            delivery.FailedWith = error;
        }
        else
        {
            TellObserver(batch, error);
        }

        if (settings.Broken != BrokenRule.KeepRoomOfFailures)
        {
            Free(batch);
        }

        if (TryAnswer(batch))
        {
            batch.Answer?.Fail(error);
            if (delivery.FailedWith is null)
            {
                TellFlushes(batch);
            }
        }
    }

    /// <summary>A batch was not answered in time.</summary>
    internal void Expire(ProducerBatch batch, string lastTrouble) => Fail(batch, KafkaErrorCode.LocalMsgTimedOut, lastTrouble);

    /// <summary>One batch becomes two, which are answered each for itself.</summary>
    internal void Split(ProducerBatch whole, ProducerBatch first, ProducerBatch second)
    {
        Unanswered++;
        if (whole.Answer is { } answer)
        {
            (first.Answer, second.Answer) = answer.SplitAt(first.Count);
        }

        foreach (FlushOperation flush in whole.Delivery.Flushes ?? [])
        {
            flush.Add(first);
            flush.Add(second);
            flush.Remove();
        }
    }

    /// <summary>Gives a batch's memory back, unless somebody still reads it.</summary>
    internal void Free(ProducerBatch batch)
    {
        bool isRead = batch.Delivery.IsCompressing || batch.Delivery.IsHeld || (batch.Delivery.IsOnWire && settings.Broken != BrokenRule.FreeMemoryOnWire);
        if (!isRead)
        {
            room.Return(batch.TakePieces(), batch.Credits);
        }
    }

    /// <summary>A compressor is done with a batch that was answered meanwhile.</summary>
    internal void AfterCompression(ProducerBatch batch)
    {
        if (batch.Delivery.FailedWith is { } error)
        {
            batch.Delivery.FailedWith = null;
            TellObserver(batch, error);
            TellFlushes(batch);
        }

        Free(batch);
    }

    /// <summary>The observer has read the records of a batch.</summary>
    internal void Release(ProducerBatch batch)
    {
        batch.Delivery.IsHeld = false;
        CountOut(batch);
        Free(batch);
    }

    private static void CountOut(ProducerBatch batch) => batch.Queue.OnAnswered(batch.Count);

    private ProduceException Describe(ProducerBatch batch, KafkaErrorCode code, string reason, RecordPersistence status)
    {
        string told = code == KafkaErrorCode.LocalMsgTimedOut
            ? string.Create(CultureInfo.InvariantCulture, $"no broker acknowledged it within message.timeout.ms ({settings.DeliveryTimeout} ms); {reason}.")
            : reason;
        return new ProduceException(batch.Queue.Topic, code, told) { IsRetriable = code.IsRetriable(), IsFatal = code == KafkaErrorCode.LocalFatal, Status = status };
    }

    private void TellObserver(ProducerBatch batch, ProduceException error)
    {
        if (observer?.OnFailed(batch, error) == true)
        {
            batch.Delivery.IsHeld = true;
        }
        else
        {
            CountOut(batch);
        }
    }

    private bool TryAnswer(ProducerBatch batch)
    {
        if (batch.Delivery.IsAnswered)
        {
            return false;
        }

        batch.Delivery.IsAnswered = true;
        Unanswered--;
        return true;
    }

    // Last, so that whoever waited for a flush finds every answer.
    private static void TellFlushes(ProducerBatch batch)
    {
        if (batch.Delivery.Flushes is { } flushes)
        {
            batch.Delivery.Flushes = null;
            foreach (FlushOperation flush in flushes)
            {
                flush.Remove();
            }
        }
    }
}
