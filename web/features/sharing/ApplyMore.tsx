import { Form, Input, Select } from 'antd';
import { useText } from '../../ui/language.tsx';
import type { FilledField } from './applying.ts';
import { FilledItem } from './FilledItem.tsx';

/** 联系方式 and 第三方: what most applications leave as it is. */
export function ApplyMore({ filled }: { filled: ReadonlySet<FilledField> }) {
  const { t } = useText();
  return (
    <>
      <FilledItem
        name="contact"
        filled={filled.has('contact')}
        label={t('联系岗位和电话', 'Contact: post and telephone')}
      >
        <Input
          maxLength={120}
          placeholder={t('如“学生资助中心 0375-2660000”', 'e.g. “Student aid office, 0375-2660000”')}
          data-test="apply-contact"
        />
      </FilledItem>
      <Form.Item
        name="thirdParties"
        label={t(
          '还要提供给的第三方（没有就不填）',
          'Third parties that would get it too (leave empty if none)',
        )}
        style={{ marginBottom: 0 }}
      >
        <Select
          mode="tags"
          open={false}
          suffixIcon={null}
          maxCount={10}
          placeholder={t('写全称，每输一个按回车', 'Full name, Enter after each')}
          data-test="apply-third-parties"
        />
      </Form.Item>
    </>
  );
}
