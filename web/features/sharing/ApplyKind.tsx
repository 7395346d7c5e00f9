import { Card, Form, Input, Radio } from 'antd';
import { ClauseNote } from '../../ui/ClauseNote.tsx';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { type CommonFields, lastGreenDay } from './applying.ts';
import type { ApplicationForm } from './types.ts';
import { civilDate } from './words.ts';

type Green = NonNullable<ApplicationForm['green']>;

/** 普通申请 or 绿色通道: used at once in an emergency, reviewed afterwards, ended by itself. */
export function ApplyKind({ green }: { green: Green }) {
  const { t, language } = useText();
  const form = Form.useFormInstance<CommonFields>();
  const kind = Form.useWatch<CommonFields['kind'] | undefined>('kind');
  const last = lastGreenDay(green);

  function take(next: CommonFields['kind']) {
    const until = form.getFieldValue('until') as string;
    if (next === 'green' && until > last) form.setFieldValue('until', last);
    if (next === 'single' && until === last) form.setFieldValue('until', civilDate(12));
  }

  return (
    <Card>
      <Form.Item
        name="kind"
        label={t('申请方式', 'Kind of request')}
        style={{ marginBottom: kind === 'green' ? 16 : 0 }}
      >
        <Radio.Group
          data-test="apply-kind"
          onChange={event => take(event.target.value as CommonFields['kind'])}
          options={[
            { label: t('普通申请', 'Ordinary'), value: 'single' },
            {
              label: t('绿色通道（应急，先用后审）', 'Green channel (emergency, reviewed afterwards)'),
              value: 'green',
            },
          ]}
        />
      </Form.Item>
      {kind === 'green' && (
        <>
          <Form.Item
            name="event"
            label={t('应急事件', 'The emergency')}
            rules={[
              {
                required: true,
                whitespace: true,
                min: 2,
                message: t('请写明应急事件。', 'Name the emergency.'),
              },
            ]}
          >
            <Input.TextArea
              autoSize={{ minRows: 2, maxRows: 6 }}
              maxLength={300}
              placeholder={t('如“沙河洪水三级应急响应”', 'e.g. “flood response, level 3”')}
              data-test="apply-event"
            />
          </Form.Item>
          <p style={{ margin: '0 0 8px' }}>
            {t(
              `负责人签批后立即可用，主管部门在 ${green.reviewDays} 个工作日内审核；最长 ${green.longestDays} 天，${formatDate(last, language, true)} 自动终止。`,
              `Usable as soon as your head consents; the authority reviews it within ${green.reviewDays} working days. At most ${green.longestDays} days: it ends by itself on ${formatDate(last, language, true)}.`,
            )}
          </p>
          <ClauseNote citation={green.citation} />
        </>
      )}
    </Card>
  );
}
