import type { Block } from './types.ts';

/** What a paper says, block by block; the file is drawn from the same (src/modules/papers/docx.ts). */
export function PaperBlocks({ blocks }: { blocks: readonly Block[] }) {
  return blocks.map((block, at) => <Drawn key={at} block={block} />);
}

function Drawn({ block }: { block: Block }) {
  switch (block.type) {
    case 'heading':
      return <h2>{block.text}</h2>;
    case 'text':
      return <p className={`paper-${block.style}`}>{block.text}</p>;
    case 'table':
      return <Ruled block={block} />;
    case 'clause':
      return (
        <blockquote>
          <strong>{block.source}：</strong>
          {block.quotation.split('\n').map((line, at) => (
            <p key={at}>{line}</p>
          ))}
        </blockquote>
      );
  }
}

function Ruled({ block }: { block: Extract<Block, { type: 'table' }> }) {
  return (
    <table>
      <colgroup>
        {block.columns.map((width, at) => (
          <col key={at} style={{ width: `${width}%` }} />
        ))}
      </colgroup>
      <tbody>
        {block.rows.map((row, at) => (
          <tr key={at}>
            {row.map((cell, place) => {
              const Tag = cell.kind === 'label' ? 'th' : 'td';
              return (
                <Tag key={place} colSpan={cell.columns} rowSpan={cell.rows}>
                  <div className={cell.kind === 'stamp' ? 'stamp' : undefined}>
                    {cell.lines.map((line, order) => (
                      <div key={order}>{line}</div>
                    ))}
                  </div>
                </Tag>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
