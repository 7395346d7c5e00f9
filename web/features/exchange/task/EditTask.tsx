import { Breadcrumb, Button } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { api, useLoad } from '../../../api.ts';
import { useText } from '../../../ui/language.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { PageTitle } from '../../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../../ui/RefusalNotice.tsx';
import { useSend } from '../../../ui/useSend.ts';
import type { Choice, Settings, Task, TaskRecorded } from '../types.ts';
import { BesideCheck } from './BesideCheck.tsx';
import { SettingsForm } from './SettingsForm.tsx';
import { useCheck } from './useCheck.ts';

/** 修改计划: all but where from and where to. */
export function EditTask() {
  const { id } = useParams();
  const task = useLoad<Task>(`/api/exchange/tasks/${id}`);
  const choice = useLoad<Choice>('/api/exchange/choice', { taskId: id });
  const problem = task.problem ?? choice.problem;
  if (problem && (!task.data || !choice.data)) return <RefusalNotice problem={problem} />;
  if (!task.data || !choice.data) return <Loading rows={10} />;
  return <Edit task={task.data} choice={choice.data} />;
}

function Edit({ task, choice }: { task: Task; choice: Choice }) {
  const { t } = useText();
  const navigate = useNavigate();
  const [settings, setSettings] = useState<Settings>(task.settings);
  const changed = JSON.stringify(settings) !== JSON.stringify(task.settings);
  const checked = useCheck({ taskId: task.id, settings });
  const { send, problem, busy } = useSend();
  const here = `/exchange/tasks/${task.id}`;
  const save = () =>
    send(
      () => api.put<TaskRecorded>(`/api/exchange/tasks/${task.id}`, { settings }),
      t('计划已改，从下一次运行起按新的来。', 'Plan changed; it applies from the next run on.'),
      () => void navigate(here),
    );
  return (
    <>
      <Breadcrumb
        items={[
          { title: <Link to="/exchange">{t('数据交换', 'Exchange')}</Link> },
          { title: <Link to={here}>{t('交换任务', 'Task')}</Link> },
          { title: t('修改计划', 'Change plan') },
        ]}
      />
      <PageTitle
        title={t('修改计划', 'Change plan')}
        sub={`${task.entryTitle} → ${task.consumer} · ${task.target}`}
      />
      <BesideCheck
        checked={checked}
        problem={problem}
        missing={changed ? '' : t('还没有改动。', 'No changes yet.')}
        acts={
          <>
            <Button
              type="primary"
              loading={busy}
              disabled={!changed}
              onClick={() => void save()}
              data-test="task-save"
            >
              {t('保存计划', 'Save plan')}
            </Button>
            <Link to={here}>
              <Button>{t('不改了', 'Cancel')}</Button>
            </Link>
          </>
        }
      >
        <SettingsForm
          settings={settings}
          choice={choice}
          onChange={change => setSettings({ ...settings, ...change })}
        />
      </BesideCheck>
    </>
  );
}
