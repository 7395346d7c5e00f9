import { Form, Input, Radio, Select, Space } from 'antd';
import { Link } from 'react-router';
import { useText } from '../../ui/language.tsx';
import type { CommonFields, FilledField } from './applying.ts';
import { FilledItem } from './FilledItem.tsx';
import type { System } from './types.ts';
import { civilDate } from './words.ts';

/** 使用期限 and 使用系统. */
export function ApplyTerm({
  systems,
  filled,
  lastGreen,
}: {
  systems: readonly System[];
  filled: ReadonlySet<FilledField>;
  /** Through the green channel: the last day there can be. */
  lastGreen: string | null;
}) {
  const { t } = useText();
  const form = Form.useFormInstance<CommonFields>();
  const until = Form.useWatch<string | undefined>('until');
  const term = [3, 12, 36].find(months => civilDate(months) === until);
  return (
    <>
      <Form.Item label={t('使用期限', 'Term of use')} required>
        <Space wrap>
          {lastGreen === null && (
            <Radio.Group
              optionType="button"
              aria-label={t('使用期限', 'Term of use')}
              value={term}
              onChange={event => form.setFieldValue('until', civilDate(Number(event.target.value)))}
              options={[
                { label: t('3 个月', '3 months'), value: 3 },
                { label: t('1 年', '1 year'), value: 12 },
                { label: t('3 年', '3 years'), value: 36 },
              ]}
            />
          )}
          <Form.Item
            name="until"
            noStyle
            rules={[{ required: true, message: t('请写使用期限的最后一天。', 'State the last day of use.') }]}
          >
            <Input
              type="date"
              min={civilDate()}
              max={lastGreen ?? civilDate(36)}
              style={{ width: 160 }}
              aria-label={t('最后一天', 'Last day')}
              data-test="apply-until"
            />
          </Form.Item>
        </Space>
      </Form.Item>
      <FilledItem
        name="systemId"
        style={{ marginBottom: 0 }}
        filled={filled.has('systemId')}
        label={t('使用系统', 'System that will use it')}
        rules={[{ required: true, message: t('请选使用系统。', 'Choose a system.') }]}
        extra={
          systems.length === 0 && (
            <Link to="/systems?register=1">
              {t('本部门还没有登记系统，先去登记', 'No system is registered yet: register one')}
            </Link>
          )
        }
      >
        <Select
          data-test="apply-system"
          showSearch={{ optionFilterProp: 'label' }}
          options={systems.map(system => ({ label: system.name, value: system.id }))}
          placeholder={t('选一个已登记的系统', 'Choose a registered system')}
        />
      </FilledItem>
    </>
  );
}
