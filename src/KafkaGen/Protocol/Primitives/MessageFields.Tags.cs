namespace KafkaGen.Protocol.Primitives;

/// <summary>Structures and their tagged fields (KIP-482).</summary>
internal ref partial struct MessageFields
{
    private const string TagsField = "tagged fields";

    /// <summary>A structure: its fields, and in flexible versions its tagged fields.</summary>
    public void Structure(ProtocolStructure structure)
    {
        structure.Describe(ref this);
        if (!IsFlexible)
        {
            return;
        }

        // A tagged field may hold structures with tagged fields of their own.
        TagSection outer = _tags;
        _tags = default;
        BeginTags(structure);
        structure.DescribeTags(ref this);
        EndTags(structure);
        _tags = outer;
    }

    /// <summary>A structure in a tagged field, where null stands for one that is left out.</summary>
    public T Structure<T>(T? structure)
        where T : ProtocolStructure, new()
    {
        structure ??= new T();
        Structure((ProtocolStructure)structure);
        return structure;
    }

    /// <summary>
    /// Whether the tagged field <paramref name="number"/> is there, and its value is what comes next. Fields must be asked for by rising number.
    /// </summary>
    /// <param name="number">The tag.</param>
    /// <param name="isSet">Whether there is something to write. A field that has its default is left out.</param>
    public bool Tag(uint number, bool isSet)
    {
        CloseTag();
        if (_writer is not null)
        {
            WriteUnknown(below: number);
            if (isSet)
            {
                _tags.Count++;
                _writer.WriteUnsignedVarint(number);
                _tags.OpenAt = _writer.Mark;
                _tags.IsOpen = true;
            }

            return isSet;
        }

        while (_tags.Count > 0 && _reader.PeekUnsignedVarint() is { } next && next < number)
        {
            KeepUnknown();
        }

        if (_tags.Count == 0 || _reader.PeekUnsignedVarint() != number)
        {
            return false;
        }

        (_, int size) = OpenTag();
        _tags.OpenAt = _reader.Offset + size;
        _tags.IsOpen = true;
        return true;
    }

    private void BeginTags(ProtocolStructure structure)
    {
        if (_writer is not null)
        {
            _tags.BeginAt = _writer.Mark;
            _tags.Unknown = structure.UnknownTags;
            return;
        }

        // A tag, a size, and perhaps no value.
        uint count = _reader.ReadUnsignedVarint(TagsField);
        if (count > _reader.Remaining / 2)
        {
            _reader.Throw(TagsField, $"{count} tagged fields are more than the {_reader.Remaining} bytes that are left");
        }

        _tags.Count = (int)count;
        _tags.LastTag = -1;
    }

    private void EndTags(ProtocolStructure structure)
    {
        CloseTag();
        if (_writer is null)
        {
            while (_tags.Count > 0)
            {
                KeepUnknown();
            }

            structure.UnknownTags = _tags.Unknown;
            return;
        }

        WriteUnknown(below: long.MaxValue);
        _writer.InsertUnsignedVarint(_tags.BeginAt, (uint)_tags.Count);
    }

    /// <summary>Tags must rise, and an older version may not know one that lies between those that it knows.</summary>
    private void WriteUnknown(long below)
    {
        while (_tags.Unknown is { } unknown && _tags.UnknownAt < unknown.Count && unknown[_tags.UnknownAt].Tag < below)
        {
            UnknownTag next = unknown[_tags.UnknownAt++];
            _tags.Count++;
            _writer!.WriteUnsignedVarint(next.Tag);
            _writer.WriteUnsignedVarint((uint)next.Value.Length);
            _writer.WriteBytes(next.Value);
        }
    }

    private void CloseTag()
    {
        if (!_tags.IsOpen)
        {
            return;
        }

        _tags.IsOpen = false;
        if (_writer is not null)
        {
            _writer.InsertUnsignedVarint(_tags.OpenAt, (uint)(_writer.Mark - _tags.OpenAt));
        }
        else if (_reader.Offset != _tags.OpenAt)
        {
            _reader.Throw(TagsField, $"tagged field {_tags.LastTag} ends at byte {_tags.OpenAt} by its size");
        }
    }

    private void KeepUnknown()
    {
        (uint tag, int size) = OpenTag();
        (_tags.Unknown ??= []).Add(new UnknownTag(tag, _reader.Take(size, TagsField).ToArray()));
    }

    private (uint Tag, int Size) OpenTag()
    {
        uint tag = _reader.ReadUnsignedVarint(TagsField);
        if (tag <= _tags.LastTag)
        {
            _reader.Throw(TagsField, $"tag {tag} comes behind tag {_tags.LastTag}");
        }

        uint size = _reader.ReadUnsignedVarint(TagsField);
        if (size > _reader.Remaining)
        {
            _reader.Throw(TagsField, $"tagged field {tag} needs {size} bytes, {_reader.Remaining} are left");
        }

        _tags.LastTag = tag;
        _tags.Count--;
        return (tag, (int)size);
    }

    /// <summary>Where the tagged fields of one structure stand.</summary>
    private struct TagSection
    {
        /// <summary>Writing, how many were written; reading, how many are left.</summary>
        public int Count;

        /// <summary>Writing, where their number is to be inserted.</summary>
        public int BeginAt;

        /// <summary>Whether the value of a field is being described.</summary>
        public bool IsOpen;

        /// <summary>Writing, where that value begins; reading, where it must end.</summary>
        public int OpenAt;

        /// <summary>The last tag that was read: they must rise.</summary>
        public long LastTag;

        /// <summary>Writing, those of the structure; reading, those found so far.</summary>
        public List<UnknownTag>? Unknown;

        /// <summary>Writing, the next of them.</summary>
        public int UnknownAt;
    }
}
