import { Card, Form, Input } from 'antd';
import { useText } from '../../ui/language.tsx';
import { ARGUMENT_LENGTH } from './applying.ts';

/** 申请协调共享类型: over a withheld entry, why the law that it cites does not forbid sharing. */
export function ApplyArgument() {
  const { t } = useText();
  return (
    <Card title={t('为什么可以共享', 'Why it can be shared')}>
      <Form.Item
        name="argument"
        style={{ marginBottom: 0 }}
        label={t(
          `所引法律为什么不禁止共享（不少于 ${ARGUMENT_LENGTH} 个字）`,
          `Why the cited law does not forbid it (${ARGUMENT_LENGTH} characters at least)`,
        )}
        rules={[
          {
            required: true,
            whitespace: true,
            min: ARGUMENT_LENGTH,
            message: t(
              `请说明所引法律为什么不禁止共享，不少于 ${ARGUMENT_LENGTH} 个字。`,
              `Say why the cited law does not forbid it, in ${ARGUMENT_LENGTH} characters at least.`,
            ),
          },
        ]}
      >
        <Input.TextArea
          autoSize={{ minRows: 3, maxRows: 10 }}
          maxLength={2000}
          placeholder={t(
            '如“第八条保护的是纳税人的商业秘密，不含登记状态”',
            'e.g. “article 8 protects trade secrets, not the state of registration”',
          )}
          data-test="apply-argument"
        />
      </Form.Item>
    </Card>
  );
}
