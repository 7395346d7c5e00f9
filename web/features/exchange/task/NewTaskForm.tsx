import { Button, Card } from 'antd';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { api, useLoad } from '../../../api.ts';
import { useSession } from '../../../app/session.tsx';
import { useText } from '../../../ui/language.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { RefusalNotice } from '../../../ui/RefusalNotice.tsx';
import { useSend } from '../../../ui/useSend.ts';
import type { Choice, GrantRow, RunRecorded, Settings, Source, TaskRecorded } from '../types.ts';
import { BesideCheck } from './BesideCheck.tsx';
import { ReceiverForm } from './ReceiverForm.tsx';
import { SettingsForm } from './SettingsForm.tsx';
import { type Target, TargetFields } from './TargetFields.tsx';
import { useCheck } from './useCheck.ts';
import { USUAL, tableNameOf } from './usual.ts';

export function NewTaskForm({
  grants,
  sources,
  reload,
}: {
  grants: GrantRow[];
  sources: Source[];
  reload: () => void;
}) {
  const { t } = useText();
  const { can } = useSession();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const asked = Number(search.get('grant'));
  const first = grants.find(grant => grant.id === asked) ?? grants[0];
  const [target, setTarget] = useState<Target>({
    grantId: first?.id ?? 0,
    sourceId: sources[0]?.id ?? null,
    schema: 'public',
    table: tableNameOf(first?.entryTitle ?? ''),
  });
  const [settings, setSettings] = useState<Settings>(USUAL);
  const [registering, setRegistering] = useState(sources.length === 0);
  const mayRegister = can('resources.mount');
  // How and when is the data officer’s to say; a task of others moves everything and waits to be started.
  const mayPlan = can('exchange.plan');
  const choice = useLoad<Choice>(mayPlan ? '/api/exchange/choice' : null, {
    grantId: target.grantId,
  });
  const { grantId, sourceId, schema, table } = target;
  const whole = sourceId !== null && schema !== '' && table !== '';
  const checked = useCheck(
    whole ? { grantId, sourceId, schema, table, settings: mayPlan ? settings : {} } : null,
  );
  const { send, problem, busy } = useSend();
  const make = (run: boolean) =>
    send(
      async () => {
        const made = await api.post<TaskRecorded>('/api/exchange/tasks', {
          ...target,
          ...(mayPlan ? { settings } : {}),
        });
        if (!run) return `/exchange/tasks/${made.task.id}`;
        const started = await api.post<RunRecorded>(`/api/exchange/tasks/${made.task.id}/runs`, {});
        return `/exchange/runs/${started.run.id}`;
      },
      t('交换任务已建好。', 'Exchange task created.'),
      path => void navigate(path),
    );
  return (
    <BesideCheck
      checked={checked}
      problem={problem}
      missing={
        sourceId === null
          ? t('还没有选目标库。', 'Choose a target database first.')
          : whole
            ? ''
            : t('还没有写目标表。', 'Enter the target table first.')
      }
      acts={
        <>
          <Button
            type="primary"
            loading={busy}
            disabled={!whole}
            onClick={() => void make(true)}
            data-test="task-run"
          >
            {t('建好并运行', 'Create and run')}
          </Button>
          <Button disabled={busy || !whole} onClick={() => void make(false)} data-test="task-submit">
            {t('只建任务', 'Create only')}
          </Button>
        </>
      }
    >
      <Card title={t('从哪里送到哪里', 'Source and target')}>
        <TargetFields
          grants={grants}
          sources={sources}
          target={target}
          onChange={change => {
            setTarget({ ...target, ...change });
            // Another grant has other items: what was chosen of the former may not exist.
            if (change.grantId !== undefined) setSettings({ ...settings, mode: { kind: 'full' } });
          }}
          onRegister={mayRegister && !registering ? () => setRegistering(true) : undefined}
        />
        {registering && !mayRegister && sources.length === 0 && (
          <p>
            {t(
              '本部门还没有登记接收库，请本部门专职人员登记。',
              'No receiving database is registered; your data officer can register one.',
            )}
          </p>
        )}
      </Card>
      {registering && mayRegister && (
        <ReceiverForm
          onDone={source => {
            reload();
            setTarget({ ...target, sourceId: source.id });
            setRegistering(false);
          }}
        />
      )}
      {choice.problem && !choice.data && <RefusalNotice problem={choice.problem} />}
      {!mayPlan ? (
        <p>
          {t(
            '每次送全部，有人点“运行”时才送；要改成增量或定时，请本部门专职人员修改计划。',
            'Each run delivers everything, only when someone starts it; your data officer can make it incremental or scheduled.',
          )}
        </p>
      ) : choice.data ? (
        <SettingsForm
          settings={settings}
          choice={choice.data}
          onChange={change => setSettings({ ...settings, ...change })}
        />
      ) : (
        !choice.problem && <Loading rows={6} />
      )}
    </BesideCheck>
  );
}
