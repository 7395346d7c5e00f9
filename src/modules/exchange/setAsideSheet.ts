/** The sheet in which rows that were set aside are corrected. */
import { text } from '#kernel/errors.ts';
import { MOST_RECORDS, type Shape, column } from '#sheets/index.ts';

/** As many as one sheet may bring back. */
export const MOST_ROWS = MOST_RECORDS;

const none = text('', '');

export const SHEET: Shape = {
  name: text('搁置行', 'Rows set aside'),
  columns: [
    column('n', text('序号', 'Number'), text('请勿改动', 'Leave as it is'), {
      kind: 'integer',
      required: true,
    }),
    column('row', text('来源行', 'Row of the source'), none, { kind: 'integer' }),
    column('item', text('数据项', 'Item'), none, { width: 20 }),
    column('reason', text('原因', 'Reason'), none, { width: 20 }),
    column('key', text('标识', 'Key'), none, { width: 36 }),
    column('raw', text('原文', 'As the source has it'), none, { width: 36 }),
    column('value', text('改正为', 'Corrected'), text('留空：不改正', 'Empty: not corrected'), { width: 36 }),
    column(
      'none',
      text('改为无值', 'No value'),
      text('该项没有值时填“是”', '“yes” where the item has no value'),
      {
        kind: 'boolean',
      },
    ),
  ],
};
