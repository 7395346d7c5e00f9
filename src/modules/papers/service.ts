import { Readable } from 'node:stream';
import type { Static } from 'typebox';
import type { Db } from '#kernel/db.ts';
import { Refusal, refuse as platform } from '#kernel/errors.ts';
import type { Grants } from '#modules/grants/index.ts';
import type { Sharing } from '#modules/sharing/index.ts';
import type { FileOut } from '#sheets/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { answerPaper, extensionPaper, refusalPaper, supplementPaper } from './answers.ts';
import { applicationForm } from './applicationForm.ts';
import type { PaperList, PaperView, SUBJECTS } from './contract.ts';
import { barsOf } from './barcode.ts';
import { docxOf } from './docx.ts';
import { disposalPaper, grantPaper } from './grantPapers.ts';
import { type Application, type Grant, type ReadingNeeds, type Step, createReading } from './reading.ts';
import { type Slot, papersOfApplication, papersOfGrant } from './rules.ts';
import type { Block } from './structure.ts';
import { type PaperKind, TITLES, codeOf, numberOf } from './words.ts';

export interface PapersNeeds extends ReadingNeeds {
  db: Db;
  sharing: Pick<Sharing, 'get'>;
  grants: Pick<Grants, 'get'>;
  /** Every paper then says that its data are invented. */
  demonstration: boolean;
}

type Subject = (typeof SUBJECTS)[number];
type PaperOut = Static<typeof PaperView>;

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** A case with the papers that it has now. */
interface Case {
  no: string;
  formNo?: string | null;
  slots: Slot<Step>[];
  blocksOf: (slot: Slot<Step>) => Promise<Block[]>;
}

const barcodeOf = (text: string): PaperOut['barcode'] => (text === '' ? null : { text, bars: barsOf(text) });

/** What a reader may not see is not there for him. */
async function seen<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return undefined;
    throw error;
  }
}

export function createPapers(needs: PapersNeeds) {
  const { sharing, grants, demonstration } = needs;
  const reading = createReading(needs);

  /** The other applications of the form that the reader sees, in the order of their numbers. */
  async function formBlocks(actor: Actor, view: Application, slot: Slot<Step>): Promise<Block[]> {
    const all = [await reading.application(view, await reading.kept(slot.step))];
    for (const { id } of view.form) {
      const other = await seen(() => sharing.get(actor, id));
      const sent = other?.history.findLast(step => step.action === 'submit');
      if (!other) continue;
      const step = sent && (await reading.withRecord(sent, `application:${id}`));
      all.push(await reading.application(other, await reading.kept(step)));
    }
    return applicationForm(all.toSorted((a, b) => a.no.localeCompare(b.no, 'zh')));
  }

  async function applicationBlocks(actor: Actor, view: Application, slot: Slot<Step>): Promise<Block[]> {
    const { kind, step } = slot;
    if (step === undefined || kind === 'form') return formBlocks(actor, view, slot);
    const kept = await reading.kept(step);
    const one = await reading.application(view, kept);
    switch (kind) {
      case 'supplement':
        return supplementPaper(
          one,
          reading.supplement(view, step, await reading.regionOf(view.provider.id), kept),
        );
      case 'extension':
        return extensionPaper(one, reading.extension(view, step, kept));
      case 'refusal':
        return refusalPaper(one, await reading.refusal(view, step, kept));
      case 'answer': {
        const { grantId } = view;
        const grant = grantId === null ? undefined : await seen(() => grants.get(actor, grantId));
        return answerPaper(one, await reading.consent(view, step, kept, grant));
      }
      case 'grant':
      case 'disposal':
        throw platform.not_found();
    }
  }

  async function grantBlocks(view: Grant, { kind, step }: Slot<Step>): Promise<Block[]> {
    if (step === undefined) throw platform.not_found();
    const facts = await reading.grant(view, step, await reading.kept(step));
    if (kind === 'grant') return grantPaper(facts);
    const disposal = await reading.disposal(view, step);
    if (!disposal) throw platform.not_found();
    return disposalPaper(facts, disposal);
  }

  /** Whoever may not see the case is told that there is none. */
  async function open(actor: Actor, subject: Subject, id: number): Promise<Case> {
    if (subject === 'grants') {
      const view = await grants.get(actor, id);
      const ofVersion = (at: string): number =>
        view.versions.find(one => one.at === at)?.applicationId ?? view.applicationId;
      return {
        no: view.no,
        slots: await recorded(
          papersOfGrant(view.history, view.versions),
          at => `application:${ofVersion(at)}`,
        ),
        blocksOf: slot => grantBlocks(view, slot),
      };
    }
    const view = await sharing.get(actor, id);
    return {
      no: view.no,
      formNo: view.formNo,
      slots: await recorded(papersOfApplication(view.history), () => `application:${id}`),
      blocksOf: slot => applicationBlocks(actor, view, slot),
    };
  }

  /** With the entry of the record that each step is in. */
  const recorded = (slots: readonly Slot<Step>[], objectAt: (at: string) => string): Promise<Slot<Step>[]> =>
    Promise.all(
      slots.map(async ({ kind, step }) => ({
        kind,
        step: step && (await reading.withRecord(step, objectAt(step.at))),
      })),
    );

  /** The form of several applications has a number of its own. */
  const caseNo = ({ no, formNo }: Case, kind: PaperKind): string => (kind === 'form' ? (formNo ?? no) : no);

  async function paper(actor: Actor, subject: Subject, id: number, kind: PaperKind): Promise<PaperOut> {
    const found = await open(actor, subject, id);
    const slot = found.slots.find(one => one.kind === kind);
    if (!slot) throw platform.not_found();
    const no = caseNo(found, kind);
    return {
      kind,
      title: TITLES[kind].zh,
      titleEn: TITLES[kind].en,
      no: numberOf(no, kind),
      barcode: barcodeOf(codeOf(no)),
      record: slot.step?.record ?? null,
      marks: [...(slot.step === undefined ? ['草稿，未提交'] : []), ...(demonstration ? ['演示数据'] : [])],
      blocks: await found.blocksOf(slot),
    };
  }

  return {
    async list(actor: Actor, subject: Subject, id: number): Promise<Static<typeof PaperList>> {
      const found = await open(actor, subject, id);
      return {
        items: found.slots.map(({ kind, step }) => ({
          kind,
          title: TITLES[kind].zh,
          titleEn: TITLES[kind].en,
          no: numberOf(caseNo(found, kind), kind),
          at: step?.at ?? null,
          record: step?.record ?? null,
        })),
      };
    },

    paper,

    /** The same paper as a file. */
    async file(actor: Actor, subject: Subject, id: number, kind: PaperKind): Promise<FileOut> {
      const made = await paper(actor, subject, id, kind);
      return {
        name: `${made.title}（${made.no}）.docx`,
        type: DOCX,
        stream: Readable.from([await docxOf(made)]),
      };
    },
  };
}

export type Papers = ReturnType<typeof createPapers>;
