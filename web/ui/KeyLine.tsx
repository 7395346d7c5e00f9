import { Tag, Typography } from 'antd';

/** A long text to copy rather than to read: one line, cut at the end, with its copy button. */
export function KeyLine({ text, tag, shown }: { text: string; tag?: string; shown?: string }) {
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
          overflow: 'hidden',
          textOverflow: 'ellipsis',
          whiteSpace: 'nowrap',
          fontSize: 12,
        }}
      >
        {shown ?? text}
      </code>
      <Typography.Text copyable={{ text }} />
    </span>
  );
}
