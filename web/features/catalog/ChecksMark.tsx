import { CheckCircleOutlined, WarningOutlined } from '@ant-design/icons';
import { theme } from 'antd';
import { useText } from '../../ui/language.tsx';
import { CHECKS, type Check } from './checkNames.ts';

/** How many automatic checks an entry passed: 通过 5/6. */
export function ChecksMark({ toVerify }: { toVerify: readonly Check[] }) {
  const { t } = useText();
  const { token } = theme.useToken();
  const good = toVerify.length === 0;
  const words = `${CHECKS.length - toVerify.length}/${CHECKS.length}`;
  return (
    <span style={{ color: good ? token.colorSuccess : token.colorWarning, whiteSpace: 'nowrap' }}>
      {good ? <CheckCircleOutlined aria-hidden /> : <WarningOutlined aria-hidden />}{' '}
      {t(`通过 ${words}`, `${words} passed`)}
    </span>
  );
}
