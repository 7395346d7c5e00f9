/** A paper as a .docx of A4. It draws what the paper says and decides nothing (decision 23). */
import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  HeightRule,
  type IParagraphOptions,
  ImageRun,
  Packer,
  PageNumber,
  Paragraph,
  type ParagraphChild,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
  convertMillimetersToTwip,
} from 'docx';
import { barcodePicture } from './barcode.ts';
import type { Block, Cell, Paper } from './structure.ts';

const TITLE_FONT = { ascii: 'SimSun', hAnsi: 'SimSun', eastAsia: 'SimSun', cs: 'SimSun' };
const HEAD_FONT = { ascii: 'SimHei', hAnsi: 'SimHei', eastAsia: 'SimHei', cs: 'SimHei' };
const FONT = { ascii: 'FangSong', hAnsi: 'FangSong', eastAsia: 'FangSong', cs: 'FangSong' };
/** Half points. */
const SIZE = 24;
const SMALL = 20;
const TITLE_SIZE = 44;
/** Twentieths of a point. */
const LEADING = 360;
const TIGHT = 300;
const TWO_LETTERS = 480;

/** Millimetres: ui.md, as an official document has them. */
const PAGE = { width: 210, top: 22, right: 20, bottom: 20, left: 24 };
const LINE = convertMillimetersToTwip(PAGE.width - PAGE.left - PAGE.right);
const STAMP = convertMillimetersToTwip(42);
const BORDER = { style: BorderStyle.SINGLE, size: 4, color: '000000' };

/** 210 × 297 mm as office programs round it. */
const A4 = { width: 11_906, height: 16_838 };
/** Pictures are measured in pixels of 96 to the inch. */
const pixels = (millimetres: number): number => Math.round((millimetres / 25.4) * 96);

const words = (text: string, more: { size?: number } = {}): TextRun => new TextRun({ text, ...more });

const paragraph = (children: ParagraphChild[], more: IParagraphOptions = {}): Paragraph =>
  new Paragraph({ spacing: { line: LEADING }, ...more, children });

/** What says which paper this is: above the title, at the right. */
async function corner({ no, barcode, record, marks }: Paper): Promise<Paragraph[]> {
  const right = { alignment: AlignmentType.RIGHT, spacing: { line: 260 } };
  const picture = barcode && (await barcodePicture(barcode.text));
  const lines = [
    `编号：${no}`,
    ...(record === null ? [] : [`存证号：${record.toLocaleString('en-US')}`]),
    ...marks,
  ];
  return [
    ...(barcode && picture
      ? [
          paragraph(
            [
              new ImageRun({
                type: 'png',
                data: picture.png,
                transformation: { width: pixels(picture.width), height: pixels(picture.height) },
                altText: { name: 'code128', title: barcode.text, description: barcode.text },
              }),
            ],
            { alignment: AlignmentType.RIGHT },
          ),
        ]
      : []),
    ...lines.map(line => paragraph([words(line, { size: SMALL })], right)),
  ];
}

function stampCell(lines: readonly string[]): Paragraph[] {
  const [title = '', ...below] = lines;
  return [
    paragraph([words(title)], { spacing: { line: TIGHT, after: convertMillimetersToTwip(20) } }),
    ...below.map((line, at) =>
      paragraph([words(line)], {
        spacing: { line: TIGHT },
        ...(at === below.length - 1 ? { alignment: AlignmentType.RIGHT } : {}),
      }),
    ),
  ];
}

/** `together`: not parted from the row below. */
const cellOf = ({ lines, columns, rows, kind }: Cell, width: number, together: boolean): TableCell =>
  new TableCell({
    columnSpan: columns,
    rowSpan: rows,
    width: { size: width, type: WidthType.DXA },
    verticalAlign: kind === 'stamp' ? VerticalAlignTable.TOP : VerticalAlignTable.CENTER,
    margins: { top: 60, bottom: 60, left: 100, right: 100 },
    children:
      kind === 'stamp'
        ? stampCell(lines)
        : lines.map(line =>
            paragraph([words(line)], {
              spacing: { line: TIGHT },
              keepNext: together,
              ...(kind === 'label' ? { alignment: AlignmentType.CENTER } : {}),
            }),
          ),
  });

function tableOf({ columns, rows }: Extract<Block, { type: 'table' }>): Table {
  const widths = columns.map(width => Math.round((LINE * width) / 100));
  // A cell that covers rows below moves those rows' cells to the right.
  const covered = columns.map(() => 0);
  const isStamped = (row: readonly Cell[] | undefined): boolean =>
    row?.some(cell => cell.kind === 'stamp') ?? false;
  const made = rows.map((row, place) => {
    // A stamp on a page that says nothing else would stand under nothing.
    const together = isStamped(rows[place + 1]);
    let at = 0;
    const cells = row.map(cell => {
      while ((covered[at] ?? 0) > 0) at += 1;
      const width = widths.slice(at, at + cell.columns).reduce((sum, one) => sum + one, 0);
      for (let i = at; i < at + cell.columns; i += 1) covered[i] = cell.rows;
      at += cell.columns;
      return cellOf(cell, width, together);
    });
    for (const [i, left] of covered.entries()) if (left > 0) covered[i] = left - 1;
    return new TableRow({
      children: cells,
      cantSplit: true,
      ...(isStamped(row) ? { height: { value: STAMP, rule: HeightRule.ATLEAST } } : {}),
    });
  });
  return new Table({
    rows: made,
    columnWidths: widths,
    width: { size: LINE, type: WidthType.DXA },
    layout: TableLayoutType.FIXED,
    borders: {
      top: BORDER,
      bottom: BORDER,
      left: BORDER,
      right: BORDER,
      insideHorizontal: BORDER,
      insideVertical: BORDER,
    },
  });
}

/** Room between a line of text and a table, and above whoever signs. */
const GAP = 100;
const ABOVE_SIGNATURE = 480;

function spacing(block: Block, before: Block | undefined, after: Block | undefined) {
  const signs = block.type === 'text' && block.style === 'end';
  const signed = before?.type === 'text' && before.style === 'end';
  return {
    line: LEADING,
    before: signs && !signed ? ABOVE_SIGNATURE : before?.type === 'table' ? GAP : 0,
    after: after?.type === 'table' ? GAP : 0,
  };
}

function drawn(block: Block, place: number, all: readonly Block[]): (Paragraph | Table)[] {
  switch (block.type) {
    case 'heading':
      return [
        paragraph([new TextRun({ text: block.text, font: HEAD_FONT })], {
          spacing: { line: LEADING, before: 160, after: 60 },
          keepNext: true,
        }),
      ];
    case 'text':
      return [
        paragraph([words(block.text)], {
          spacing: spacing(block, all[place - 1], all[place + 1]),
          ...(block.style === 'indented' ? { indent: { firstLine: TWO_LETTERS } } : {}),
          ...(block.style === 'end'
            ? { alignment: AlignmentType.RIGHT, indent: { right: TWO_LETTERS }, keepLines: true }
            : {}),
        }),
      ];
    case 'table':
      return [tableOf(block)];
    case 'clause':
      return [
        paragraph([new TextRun({ text: `${block.source}：`, font: HEAD_FONT })], {
          indent: { left: TWO_LETTERS },
          keepNext: true,
        }),
        ...block.quotation
          .split('\n')
          .map(line => paragraph([words(line)], { indent: { left: TWO_LETTERS, firstLine: TWO_LETTERS } })),
      ];
  }
}

const footer = (): Footer =>
  new Footer({
    children: [
      paragraph(
        [new TextRun({ children: [PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES], size: SMALL })],
        { alignment: AlignmentType.CENTER },
      ),
    ],
  });

/** The whole file. */
export async function docxOf(paper: Paper): Promise<Buffer> {
  const document = new Document({
    title: `${paper.title} ${paper.no}`,
    creator: '数桥',
    styles: { default: { document: { run: { font: FONT, size: SIZE } } } },
    sections: [
      {
        properties: {
          page: {
            size: A4,
            margin: {
              top: convertMillimetersToTwip(PAGE.top),
              right: convertMillimetersToTwip(PAGE.right),
              bottom: convertMillimetersToTwip(PAGE.bottom),
              left: convertMillimetersToTwip(PAGE.left),
            },
          },
        },
        footers: { default: footer() },
        children: [
          ...(await corner(paper)),
          paragraph([new TextRun({ text: paper.title, font: TITLE_FONT, size: TITLE_SIZE })], {
            alignment: AlignmentType.CENTER,
            spacing: { before: 120, after: 240 },
          }),
          ...paper.blocks.flatMap(drawn),
        ],
      },
    ],
  });
  return Packer.toBuffer(document);
}
