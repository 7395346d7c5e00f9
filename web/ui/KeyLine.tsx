import { Tag, Typography } from 'antd';

/**
 * A text to copy rather than to read, with its copy button: cut at the end of its one line, or whole where it is short
 * enough to be compared by eye.
 */
export function KeyLine({
  text,
  tag,
  shown,
  whole = false,
}: {
  text: string;
  tag?: string;
  shown?: string;
  whole?: boolean;
}) {
  return (
    <span style={{ display: 'flex', gap: 6, alignItems: 'center', minWidth: 0 }}>
      {tag !== undefined && (
        <Tag variant="outlined" style={{ marginInlineEnd: 0, flex: 'none' }}>
          {tag}
        </Tag>
      )}
      <code
        title={text}
        style={{
          minWidth: 0,
          fontSize: 12,
          ...(whole
            ? { overflowWrap: 'anywhere' }
            : { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
        }}
      >
        {shown ?? text}
      </code>
      <Typography.Text copyable={{ text }} />
    </span>
  );
}
