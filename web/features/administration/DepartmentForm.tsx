import { Checkbox, Form, Input, Select } from 'antd';
import { api, useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { useSend } from '../../ui/useSend.ts';
import { Dialog } from './Dialog.tsx';
import type { DepartmentBody, DepartmentDetail, Region } from './types.ts';
import { KINDS } from './words.ts';

/** Two fields side by side where there is room. */
const PAIR = {
  display: 'grid',
  gridTemplateColumns: 'repeat(auto-fit, minmax(220px, 1fr))',
  columnGap: 16,
} as const;

/** A new department, or the data of one that is there. */
export function DepartmentForm({
  department,
  authority = false,
  onClose,
  onDone,
}: {
  department?: DepartmentDetail;
  /** Begin with the mark of an authority. */
  authority?: boolean;
  onClose: () => void;
  onDone: (id: number) => void;
}) {
  const { t } = useText();
  const [form] = Form.useForm<DepartmentBody>();
  const { send, problem, busy } = useSend();
  const regions = useLoad<Region[]>('/api/regions');
  const required = [{ required: true, min: 2, message: t('请填写', 'Required') }];
  const ofPlatform = department?.key === 'platform';

  async function save(body: DepartmentBody) {
    const whole = { ...body, creditCode: (body.creditCode ?? '').trim().toUpperCase() };
    await send(
      () =>
        department
          ? api.put<{ id: number }>(`/api/departments/${department.id}`, whole)
          : api.post<{ id: number }>('/api/departments', whole),
      department ? t('部门已修改', 'The department is changed') : t('部门已新建', 'The department is added'),
      ({ id }) => onDone(id),
    );
  }

  return (
    <Dialog
      title={department ? t('修改部门', 'Change the department') : t('新建部门', 'Add a department')}
      confirm={department ? t('保存', 'Save') : t('新建部门', 'Add it')}
      busy={busy}
      problem={problem}
      onClose={onClose}
      onConfirm={() => form.submit()}
    >
      <Form<DepartmentBody>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={
          department
            ? {
                name: department.name,
                nameEn: department.nameEn,
                shortName: department.shortName,
                creditCode: department.creditCode,
                regionCode: department.regionCode,
                kind: department.kind,
                isAuthority: department.isAuthority,
                phone: department.phone,
              }
            : { kind: 'government', isAuthority: authority, nameEn: '', phone: '' }
        }
        onFinish={body => void save(body)}
      >
        <Form.Item name="name" label={t('全称', 'Full name')} rules={required}>
          <Input maxLength={100} data-test="department-name" placeholder={t('如“平顶山市民政局”', '')} />
        </Form.Item>
        <div style={PAIR}>
          <Form.Item name="shortName" label={t('简称', 'Short name')} rules={required}>
            <Input maxLength={40} data-test="department-short" placeholder={t('如“市民政局”', '')} />
          </Form.Item>
          <Form.Item
            name="creditCode"
            label={t('统一社会信用代码', 'Unified social credit code')}
            extra={t('18 位，提交时核对校验码', '18 characters; the check digit is verified')}
            rules={
              ofPlatform
                ? []
                : [{ required: true, len: 18, message: t('应为 18 位', 'It has 18 characters') }]
            }
          >
            <Input maxLength={18} data-test="department-code" />
          </Form.Item>
          <Form.Item
            name="regionCode"
            label={t('行政区划', 'Region')}
            extra={t(
              '没有要选的区划？先在“行政区划”页添加',
              'Not in the list? Add it on the page “Regions” first',
            )}
            rules={[{ required: true, message: t('请选择区划', 'Choose a region') }]}
          >
            <Select
              showSearch
              optionFilterProp="label"
              data-test="department-region"
              loading={regions.loading}
              options={(regions.data ?? []).map(one => ({
                value: one.code,
                label: `${one.name} ${one.code}`,
              }))}
            />
          </Form.Item>
          <Form.Item name="kind" label={t('性质', 'Kind')}>
            <Select
              data-test="department-kind"
              options={Object.entries(KINDS).map(([value, [zh, en]]) => ({ value, label: t(zh, en) }))}
            />
          </Form.Item>
        </div>
        <Form.Item name="isAuthority" valuePropName="checked">
          <Checkbox data-test="department-authority">
            {t('是本区划的政务数据主管部门', 'It is the authority of its region')}
          </Checkbox>
        </Form.Item>
        <div style={PAIR}>
          <Form.Item name="phone" label={t('联系电话（选填）', 'Telephone (optional)')}>
            <Input maxLength={40} />
          </Form.Item>
          <Form.Item name="nameEn" label={t('英文名称（选填）', 'English name (optional)')}>
            <Input maxLength={200} />
          </Form.Item>
        </div>
      </Form>
    </Dialog>
  );
}
