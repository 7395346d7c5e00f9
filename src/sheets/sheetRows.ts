/** The rows of one sheet as they come. */
import type { Archive } from './archive.ts';
import { type Cell, type CellKind, type Row, addressOf, columnOf } from './cells.ts';
import { dateOf } from './dates.ts';
import type { Limits } from './limits.ts';
import { refuse } from './refusals.ts';
import { type TextStore, unescapeText } from './strings.ts';
import { readXml } from './xml.ts';

export interface SheetParts {
  archive: Archive;
  part: string;
  sheet: string;
  texts: TextStore | undefined;
  /** For each style whether it shows a date. */
  dates: readonly boolean[];
  in1904: boolean;
  limits: Limits;
}

/** A cell as the file writes it. */
interface Written {
  column: number;
  type: string;
  style: number;
  value: string;
  inline: string;
  formula: boolean;
}

/** What the last row of a sheet can be. */
const LAST_ROW = 1_048_576;

export async function* readSheetRows(
  { archive, part, sheet, texts, dates, in1904, limits }: SheetParts,
  merged: (range: string) => void,
): AsyncGenerator<Row[]> {
  let ready: Row[] = [];
  let number = 0;
  let filled = 0;
  let column = 0;
  let cells: Cell[] = [];
  let cell: Written | undefined;
  let into: 'value' | 'inline' | undefined;
  let inReading = false;

  const place = (written: Written): string => `${sheet}!${addressOf(number, written.column)}`;

  function read(written: Written): { kind: CellKind; text: string } {
    const { type, value, style } = written;
    switch (type) {
      case 's': {
        const text = value.trim() === '' ? undefined : texts?.get(Number(value));
        if (text === undefined) throw refuse.broken({ place: place(written) });
        return { kind: 'text', text };
      }
      case 'inlineStr':
        return { kind: 'text', text: unescapeText(written.inline) };
      case 'str':
        return { kind: 'text', text: unescapeText(value) };
      case 'b':
        return { kind: 'boolean', text: value.trim() === '1' || value.trim() === 'true' ? 'TRUE' : 'FALSE' };
      case 'e':
        return { kind: 'error', text: value };
      case 'd':
        return { kind: 'date', text: value.trim() };
      default: {
        const figure = Number(value);
        if (!Number.isFinite(figure)) throw refuse.broken({ place: place(written) });
        const day = dates[style] === true ? dateOf(figure, in1904) : undefined;
        return day === undefined ? { kind: 'number', text: String(figure) } : { kind: 'date', text: day };
      }
    }
  }

  function closeCell(written: Written): void {
    const empty = written.value === '' && written.inline === '';
    if (empty && !written.formula && !(limits.empties && /str/i.test(written.type))) return;
    if (written.column > limits.columns) throw refuse.too_wide({ sheet, row: number, limit: limits.columns });
    const { kind, text } = empty ? { kind: 'text' as const, text: '' } : read(written);
    if (text.length > limits.value)
      throw refuse.broken({ place: `${place(written)}: > ${limits.value} characters` });
    if (text === '' && !written.formula && !limits.empties) return;
    cells.push({
      column: written.column,
      kind,
      text,
      ...(written.formula ? { formula: true as const } : {}),
    });
  }

  const handlers = {
    open: (name: string, attributes: Record<string, string>) => {
      switch (name) {
        case 'row': {
          const named = Number(attributes.r ?? number + 1);
          // Rows that go backwards or beyond the last one would make every address a lie.
          if (!(Number.isInteger(named) && named > number && named <= LAST_ROW))
            throw refuse.broken({ place: `${sheet}: ${attributes.r}` });
          number = named;
          column = 0;
          cells = [];
          break;
        }
        case 'c':
          column = attributes.r === undefined ? column + 1 : (columnOf(attributes.r) ?? 0);
          if (column === 0) throw refuse.broken({ place: `${sheet}!${attributes.r}` });
          cell = {
            column,
            type: attributes.t ?? 'n',
            style: Number(attributes.s ?? 0),
            value: '',
            inline: '',
            formula: false,
          };
          break;
        case 'f':
          if (cell) cell.formula = true;
          break;
        case 'v':
          into = 'value';
          break;
        case 'rPh':
          inReading = true;
          break;
        case 't':
          if (!inReading) into = 'inline';
          break;
        case 'mergeCell':
          merged(attributes.ref ?? '');
          break;
        default:
      }
    },
    close: (name: string) => {
      into = undefined;
      if (name === 'rPh') inReading = false;
      if (name === 'c' && cell) {
        closeCell(cell);
        cell = undefined;
      }
      if (name === 'row' && cells.length > 0) {
        filled += 1;
        if (filled > limits.rows) throw refuse.too_many_rows({ sheet, limit: limits.rows });
        ready.push({ number, cells });
      }
    },
    text: (text: string) => {
      if (cell && into) cell[into] += text;
    },
  };

  for await (const _piece of readXml(part, archive.read(part), handlers)) {
    if (ready.length === 0) continue;
    const portion = ready;
    ready = [];
    yield portion;
  }
  if (ready.length > 0) yield ready;
}
