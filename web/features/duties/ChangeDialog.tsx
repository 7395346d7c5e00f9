import { Alert, DatePicker, Input, Radio, Select, Space } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Static } from 'typebox';
import type { DepartmentView } from '#modules/organizations/contract.ts';
import { api, useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { useLate } from '../../ui/useLate.ts';
import { useSend } from '../../ui/useSend.ts';
import { Dialog } from '../administration/Dialog.tsx';
import type { ChangeBody, Preview } from './types.ts';

const SHOWN = 20;

/** What changed, since when, and beforehand which entries it touches. */
export function ChangeDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { t } = useText();
  const { send, problem, busy } = useSend();
  const [body, setBody] = useState<ChangeBody>({
    kind: 'law',
    title: '',
    article: '',
    departmentId: null,
    what: '',
    occurredOn: dayjs().format('YYYY-MM-DD'),
  });
  const put = (change: Partial<ChangeBody>) => setBody(was => ({ ...was, ...change }));
  const { data: departments } = useLoad<Static<typeof DepartmentView>[]>('/api/departments');
  const asked = useLate(
    JSON.stringify({
      kind: body.kind,
      title: body.title.trim(),
      article: body.article.trim(),
      departmentId: body.departmentId,
    }),
    400,
  );
  const query = JSON.parse(asked) as Pick<ChangeBody, 'kind' | 'title' | 'article' | 'departmentId'>;
  const ready = query.title.length > 1 && (query.kind === 'law' || query.departmentId !== null);
  const preview = useLoad<Preview>(ready ? '/api/duties/preview' : null, query);
  const found = ready ? preview.data?.items : undefined;
  return (
    <Dialog
      title={t('登记法规或职责变化', 'Enter a change of law or duty')}
      confirm={t('登记并开始计时', 'Enter it and start the clocks')}
      width={720}
      busy={busy}
      disabled={
        found === undefined || found.length === 0 || body.what.trim().length < 2 || body.occurredOn === ''
      }
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void send(
          () =>
            api.post('/api/duties/changes', {
              ...body,
              title: body.title.trim(),
              article: body.kind === 'law' ? body.article.trim() : '',
              departmentId: body.kind === 'duty' ? body.departmentId : null,
              what: body.what.trim(),
            }),
          t('已登记，受影响的目录开始计时', 'Entered; the clocks of the entries have begun'),
          () => {
            onClose();
            onDone();
          },
        )
      }
    >
      <Radio.Group
        value={body.kind}
        options={[
          { value: 'law', label: t('法规变化', 'A law changed') },
          { value: 'duty', label: t('部门职责变化', 'A duty changed') },
        ]}
        onChange={event => put({ kind: event.target.value as ChangeBody['kind'] })}
      />
      {body.kind === 'duty' && (
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          value={body.departmentId}
          aria-label={t('部门', 'Department')}
          placeholder={t('哪个部门的职责', 'Whose duty')}
          options={(departments ?? [])
            .filter(one => one.state === 'active')
            .map(one => ({ value: one.id, label: one.name }))}
          onChange={value => put({ departmentId: value ?? null })}
        />
      )}
      <Space.Compact style={{ width: '100%' }}>
        <Input
          value={body.title}
          maxLength={200}
          data-test="change-title"
          aria-label={body.kind === 'law' ? t('法规名称', 'Title of the text') : t('职责名称', 'The duty')}
          placeholder={
            body.kind === 'law'
              ? t('法规名称，如“中华人民共和国个人信息保护法”', 'Title of the text')
              : t('职责名称，如“婚姻登记管理”', 'The duty, as its entries name it')
          }
          onChange={event => put({ title: event.target.value })}
        />
        {body.kind === 'law' && (
          <Input
            style={{ width: 180 }}
            value={body.article}
            maxLength={80}
            aria-label={t('条款', 'Article')}
            placeholder={t('条款，不填为全文', 'Article; empty for all')}
            onChange={event => put({ article: event.target.value })}
          />
        )}
      </Space.Compact>
      <label htmlFor="change-what" style={{ display: 'grid', gap: 4 }}>
        {t('变化内容', 'What changed')}
        <Input.TextArea
          id="change-what"
          data-test="change-what"
          rows={2}
          maxLength={1000}
          value={body.what}
          placeholder={t(
            '如“第二十九条修订，增加单独同意的要求”',
            'Such as “art. 29 now asks for separate consent”',
          )}
          onChange={event => put({ what: event.target.value })}
        />
      </label>
      <label htmlFor="change-on" style={{ display: 'grid', gap: 4, justifyItems: 'start' }}>
        {t('变化发生之日（期限从这天起算）', 'Day of the change, from which the days count')}
        <DatePicker
          id="change-on"
          value={body.occurredOn === '' ? null : dayjs(body.occurredOn)}
          disabledDate={date => date.isAfter(dayjs(), 'day')}
          onChange={date => put({ occurredOn: date?.format('YYYY-MM-DD') ?? '' })}
        />
      </label>
      {found && (
        <Alert
          type={found.length === 0 ? 'warning' : 'info'}
          data-test="change-preview"
          title={
            found.length === 0
              ? t('没有目录引用它，请核对名称。', 'No entry rests on it; check its name.')
              : t(`${found.length} 条目录受影响`, `${found.length} entries are touched`)
          }
          description={
            found.length > 0 && (
              <ul style={{ margin: 0, paddingInlineStart: 18, maxHeight: 200, overflowY: 'auto' }}>
                {found.slice(0, SHOWN).map(one => (
                  <li key={one.entryId}>
                    <Link to={`/catalog/${one.entryId}`} target="_blank">
                      {one.title}
                    </Link>{' '}
                    · {one.departmentName}
                    {one.basis !== '' && ` · ${one.basis}`}
                  </li>
                ))}
                {found.length > SHOWN && (
                  <li>{t(`还有 ${found.length - SHOWN} 条`, `${found.length - SHOWN} more`)}</li>
                )}
              </ul>
            )
          }
        />
      )}
    </Dialog>
  );
}
