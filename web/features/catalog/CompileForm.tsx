import { App, Button, Card, Form, Grid, Steps } from 'antd';
import { type FocusEvent, useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { SaveState } from '../../ui/SaveState.tsx';
import { StatusTag } from '../../ui/StatusTag.tsx';
import { SharedItems } from '../sources/SharedItems.tsx';
import { EMPTY_CONTENT } from './blank.ts';
import { ChangeNotice } from './ChangeNotice.tsx';
import { CompileRail } from './CompileRail.tsx';
import { CompileSections } from './CompileSections.tsx';
import { ConflictNotice } from './ConflictNotice.tsx';
import { FieldHelp } from './FieldHelp.tsx';
import { RemarkNote } from './RemarkNote.tsx';
import { SimilarEntries } from './SimilarEntries.tsx';
import type { Content, Entry, Field, Remark } from './types.ts';
import { isConflict, useDraft } from './useDraft.ts';
import { useRule } from './useRule.ts';
import { useSubmit } from './useSubmit.ts';

export interface SectionProps {
  content: Content;
  put: (change: Partial<Content>) => void;
  /** What the platform still misses at a field. */
  fault: (field: Field) => string | undefined;
  /** What a reviewer wrote at a field and is not settled. */
  remarks: (field: Field) => readonly Remark[];
  /** The field differs from the version that serves. */
  differs: (field: Field) => boolean;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export function CompileForm({ entry: known, onMade }: { entry?: Entry; onMade: (id: number) => void }) {
  const { t } = useText();
  const navigate = useNavigate();
  const screens = Grid.useBreakpoint();
  const [focus, setFocus] = useState<Field>('title');
  const [turn, setTurn] = useState(0);
  const [consulted, setConsulted] = useState(known?.consulted ?? '');
  const draft = useDraft(known?.content ?? EMPTY_CONTENT, known, onMade);
  const { submit, sending, refused, forget } = useSubmit(draft, consulted);
  const { content, entry } = draft;
  const changes = known !== undefined && (known.state === 'published' || known.version > 1);
  const { data: serving } = useLoad<Entry>(changes ? `/api/catalog/${known.id}` : null);
  const { message } = App.useApp();
  const unsaved = draft.problem ? t(draft.problem.title, draft.problem.titleEn) : '';
  // The notice stands at the top; whoever types far below must learn at once that nothing is saved.
  useEffect(() => {
    if (unsaved !== '') void message.error(unsaved);
  }, [unsaved, message]);
  const clause = useRule('duplicate_collection');
  const open = (entry?.remarks ?? []).filter(remark => !remark.settled);
  const missing = entry?.missing ?? [];
  const section: SectionProps = {
    content,
    put: change => {
      forget();
      draft.change({ ...content, ...change });
    },
    fault: field => {
      const found = missing.find(one => one.field === field);
      // What was typed since the last save may have mended it already.
      return found && same(content[field], entry?.content[field]) ? t(found.text, found.textEn) : undefined;
    },
    remarks: field => open.filter(remark => remark.field === field),
    differs: field => serving !== undefined && !same(content[field], serving.content[field]),
  };
  function noteFocus(event: FocusEvent) {
    const field = (event.target as HTMLElement).closest('[data-field]')?.getAttribute('data-field');
    if (field) setFocus(field as Field);
  }

  const threeColumns = screens.xl !== false;
  const problem = refused ?? draft.problem;
  const help = (
    <>
      <SharedItems
        entryId={entry?.id ?? null}
        title={content.title}
        subject={content.subject}
        items={content.items}
        clause={clause}
      />
      <SimilarEntries
        title={content.title}
        items={content.items.map(item => item.name)}
        {...(entry ? { not: entry.id } : {})}
      />
    </>
  );
  return (
    <>
      <PageTitle
        title={content.title || t('编制目录', 'Compile an entry')}
        tags={entry && <StatusTag kind="entry" state={entry.state} />}
        sub={<SaveState state={draft.state} at={draft.savedAt} />}
        actions={
          <>
            {entry && (
              <Button
                onClick={() => void draft.save().then(saved => saved && navigate(`/our-catalog/${saved.id}`))}
              >
                {t('预览', 'Preview')}
              </Button>
            )}
            <Button
              type="primary"
              data-test="entry-submit"
              disabled={sending || !entry || isConflict(draft.problem)}
              onClick={() => void submit()}
            >
              {sending ? t('提交中', 'Sending') : t('送负责人签批', 'Send to the head to sign')}
            </Button>
          </>
        }
      />
      <Card size="small" style={{ marginBottom: 16 }}>
        <Steps
          size="small"
          current={0}
          items={[
            { title: t('专职人员编制', 'Data officer compiles') },
            { title: t('共享机构负责人签批', 'Sharing office signs') },
            { title: t('部门负责人签批', 'Department head signs') },
            { title: t('主管部门审核发布', 'Authority publishes') },
          ]}
        />
      </Card>
      {draft.problem && entry && isConflict(draft.problem) ? (
        <ConflictNotice
          problem={draft.problem}
          id={entry.id}
          base={entry.content}
          mine={content}
          onSettled={(theirs, next) => {
            draft.rebase(theirs, next);
            setTurn(turn + 1);
          }}
        />
      ) : (
        problem && (
          <div style={{ marginBottom: 16 }}>
            <RefusalNotice problem={problem} />
          </div>
        )
      )}
      {entry && (
        <ChangeNotice
          entry={entry}
          serving={serving?.version ?? null}
          consulted={consulted}
          onConsulted={words => {
            forget();
            setConsulted(words);
          }}
        />
      )}
      <RemarkNote remarks={open.filter(remark => remark.field === 'whole')} />
      <div className="compile">
        {threeColumns && (
          <aside className="compile-side" aria-label={t('填写进度', 'Progress')}>
            <CompileRail entry={entry} />
          </aside>
        )}
        <Form layout="vertical" component="div" className="cards" onFocus={noteFocus}>
          <CompileSections key={turn} {...section} />
          {!threeColumns && (
            <>
              {help}
              <div className="compile-foot">
                <FieldHelp field={focus} />
              </div>
            </>
          )}
        </Form>
        {threeColumns && (
          <aside className="compile-side cards" aria-label={t('填写说明', 'Help')}>
            <FieldHelp field={focus} />
            {help}
          </aside>
        )}
      </div>
    </>
  );
}
