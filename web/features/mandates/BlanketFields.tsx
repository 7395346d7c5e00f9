import { Checkbox, Form, Input, Radio, Select } from 'antd';
import type { Static } from 'typebox';
import type { SystemView } from '#modules/organizations/contract.ts';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { useText } from '../../ui/language.tsx';
import { rowsOf } from '../../ui/rows.ts';
import type { Fields } from './MandateFields.tsx';
import { MODES } from './words.ts';

type System = Static<typeof SystemView>;

/** How a blanket authorisation may be used: ways, scenario, systems. */
export function BlanketFields({ scenarios }: { scenarios: readonly string[] }) {
  const { t } = useText();
  const { session } = useSession();
  const form = Form.useFormInstance<Fields>();
  const allSystems = Form.useWatch('allSystems', form) ?? true;
  const systems = useLoad<System[] | { items: System[] }>('/api/systems');
  const own = rowsOf(systems.data).filter(one => one.departmentId === session.post?.departmentId);
  const required = { required: true, message: t('请选择', 'Required') };
  return (
    <>
      <Form.Item
        name="modes"
        label={t('共享方式', 'Ways of sharing')}
        rules={[{ ...required, type: 'array', min: 1 }]}
      >
        <Checkbox.Group
          data-test="mandate-modes"
          options={Object.entries(MODES).map(([value, words]) => ({ value, label: t(...words) }))}
        />
      </Form.Item>
      <Form.Item name="scenario" label={t('应用场景', 'Scenario')} rules={[required]}>
        {scenarios.length > 0 ? (
          <Select data-test="mandate-scenario" options={scenarios.map(value => ({ value, label: value }))} />
        ) : (
          <Input maxLength={40} data-test="mandate-scenario" />
        )}
      </Form.Item>
      <Form.Item name="allSystems" label={t('供哪些系统使用', 'For which systems')}>
        <Radio.Group
          style={{ display: 'grid', gap: 8 }}
          options={[
            { value: true, label: t('本部门登记的全部系统', 'All systems of our department') },
            { value: false, label: t('指定系统', 'Named systems') },
          ]}
        />
      </Form.Item>
      {!allSystems && (
        <Form.Item
          name="systems"
          label={t('系统', 'Systems')}
          rules={[{ ...required, type: 'array', min: 1 }]}
        >
          <Select
            data-test="mandate-systems"
            mode="multiple"
            showSearch={{ optionFilterProp: 'label' }}
            options={own.map(one => ({ value: one.id, label: one.name }))}
            notFoundContent={t('本部门还没有登记系统', 'Your department has no system yet')}
          />
        </Form.Item>
      )}
    </>
  );
}
