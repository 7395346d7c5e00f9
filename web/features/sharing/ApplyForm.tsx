import { Card, Collapse, Form, Grid } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { ApplyArgument } from './ApplyArgument.tsx';
import { ApplyFacts } from './ApplyFacts.tsx';
import { ApplyFoot } from './ApplyFoot.tsx';
import { ApplyKind } from './ApplyKind.tsx';
import { ApplyLines, type Target } from './ApplyLines.tsx';
import { ApplyMore } from './ApplyMore.tsx';
import { ApplySummary } from './ApplySummary.tsx';
import { ApplyTerm } from './ApplyTerm.tsx';
import { type CommonFields, type FilledField, lastGreenDay, type Line } from './applying.ts';
import { Declaration } from './Declaration.tsx';
import { Missing } from './Missing.tsx';
import type { ManyDone, System } from './types.ts';
import { keepUnsent } from './unsent.ts';
import { useApplying } from './useApplying.ts';
import type { Create } from './useDrafts.ts';
import { useFilling } from './useFilling.ts';

/** What this tab keeps until it is sent. */
export interface Unsent {
  common: CommonFields;
  lines: Record<string, Line>;
  /** Entries of the cart that are left out. */
  left: readonly number[];
}

export interface ApplyFormProps {
  /** Under which the tab keeps what is typed. */
  unsentKey: string;
  targets: readonly Target[];
  start: Unsent;
  filled: readonly FilledField[];
  systems: readonly System[];
  matters: readonly string[];
  /** Drafts that exist already, by entry. */
  drafts: ReadonlyMap<number, number>;
  create: Create;
  notice: ReactNode;
  /** A change of a grant, or a draft of one: neither its kind nor its way of sharing is chosen anew. */
  ofGrant: boolean;
  /** The draft is of a kind that is not chosen anew. */
  kindFixed: boolean;
  /** Before the declaration: attachments, where a draft exists. */
  more?: ReactNode;
  onSaved: (ids: readonly number[]) => void;
  onSent: (ids: readonly number[], done: ManyDone | null) => void;
}

const STACK = { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 16 } as const;

/** Everything that only the applicant knows, on one page; the rest is derived (ui.md 3.12). */
export function ApplyForm(props: ApplyFormProps) {
  const { unsentKey, targets, start, systems, matters, ofGrant } = props;
  const { t } = useText();
  const [fields] = Form.useForm<CommonFields>();
  const wide = Grid.useBreakpoint().xl ?? true;
  const [lines, setLines] = useState(start.lines);
  const [left, setLeft] = useState(start.left);
  const top = useRef<HTMLDivElement>(null);
  const typed = { ...start.common, ...(Form.useWatch([], fields) as Partial<CommonFields> | undefined) };
  const asked = targets
    .filter(({ entry }) => !left.includes(entry.id))
    .map(target => ({ ...target, line: lines[target.entry.id] ?? target.line }));
  const { run, busy, problem, missing, finished } = useApplying({
    ...props,
    fields,
    start: start.common,
    asked,
  });
  const filling = useFilling({ fields, filled: props.filled, targets, systems, lines, setLines });
  const [first] = targets;
  const green =
    !ofGrant && !props.kindFixed && targets.every(({ form }) => form.green !== null)
      ? (first?.form.green ?? null)
      : null;
  const isGreen = typed.kind === 'green';
  const withheld = targets.some(({ form }) => form.withheld);
  // What needs no decision of the provider is short: the rest is filled in and folded.
  const short = targets.length === 1 && !ofGrant && first?.entry.shareType === 'unconditional';
  const [folded] = useState(start.common.ground !== '' && start.common.scope !== '');

  useEffect(() => {
    if (problem !== null || missing.length > 0) top.current?.focus();
  }, [problem, missing]);
  const now = JSON.stringify({ common: typed, lines, left });
  useEffect(() => {
    if (finished) return;
    const timer = setTimeout(() => keepUnsent(unsentKey, JSON.parse(now) as Unsent), 1000);
    return () => clearTimeout(timer);
  }, [now, unsentKey, finished]);

  // An empty row of the grid would still push the form down.
  const noticed = problem !== null || missing.length > 0 || (props.notice !== null && props.notice !== false);
  const summary = <ApplySummary asked={asked} until={typed.until} green={isGreen} />;
  const facts = (part: 'first' | 'second' | 'both') => (
    <ApplyFacts
      part={part}
      scenarios={first?.form.scenarios ?? []}
      matters={matters}
      filled={filling.filled}
      onMatter={matter => void filling.take(matter)}
    />
  );
  const term = (
    <ApplyTerm
      systems={systems}
      filled={filling.filled}
      lastGreen={isGreen && first?.form.green ? lastGreenDay(first.form.green) : null}
    />
  );
  const asking = (
    <ApplyLines
      targets={targets}
      lines={lines}
      left={left}
      modeLocked={ofGrant}
      onLine={(entryId, line) => setLines(was => ({ ...was, [entryId]: line }))}
      onLeft={setLeft}
    />
  );

  return (
    <div className="two-columns">
      {!wide && summary}
      <Form<CommonFields>
        form={fields}
        layout="vertical"
        requiredMark={false}
        initialValues={start.common}
        onValuesChange={changed => filling.touch(Object.keys(changed as object))}
        style={{ maxWidth: 760, minWidth: 0 }}
        onKeyDown={event => {
          if (event.key === 'Enter' && event.ctrlKey) void run('send');
        }}
      >
        <div style={STACK}>
          <div
            ref={top}
            tabIndex={-1}
            style={{ ...STACK, gap: 12, outline: 'none', marginBottom: noticed ? 0 : -16 }}
          >
            {problem !== null && <RefusalNotice problem={problem} />}
            {missing.length > 0 && <Missing faults={missing} />}
            {props.notice}
          </div>
          {green !== null && <ApplyKind green={green} />}
          {withheld && <ApplyArgument />}
          {short ? (
            <>
              <Card>
                {facts('first')}
                {term}
              </Card>
              <Collapse
                data-test="apply-rest"
                defaultActiveKey={folded ? [] : ['rest']}
                items={[
                  {
                    key: 'rest',
                    forceRender: true,
                    label: t(
                      '依据、范围、方式和数据项（已自动填写）',
                      'Ground, scope, mode and items (filled in)',
                    ),
                    children: (
                      <>
                        {facts('second')}
                        {asking}
                      </>
                    ),
                  },
                ]}
              />
            </>
          ) : (
            <>
              <Card>{facts('both')}</Card>
              {targets.length === 1 ? <Card>{asking}</Card> : asking}
              <Card>{term}</Card>
            </>
          )}
          <Collapse
            items={[
              {
                key: 'more',
                forceRender: true,
                label: t('其他：联系方式、第三方', 'Other: contact, third parties'),
                children: <ApplyMore filled={filling.filled} />,
              },
            ]}
          />
          {props.more}
          <Card>
            <Form.Item name="declaration" valuePropName="checked" style={{ marginBottom: 0 }}>
              <Declaration thirdParties={typed.thirdParties} />
            </Form.Item>
          </Card>
          <ApplyFoot busy={busy} onRun={how => void run(how)} />
        </div>
      </Form>
      {wide && summary}
    </div>
  );
}
