import { Space } from 'antd';
import { Link } from 'react-router';
import { useText } from '../../ui/language.tsx';
import { StatusTag } from '../../ui/StatusTag.tsx';
import type { Result } from './types.ts';

/** What became of a result, and what its department can still do with it. */
export function ResultActions({ result }: { result: Result }) {
  const { t } = useText();
  return (
    <Space size={8} wrap>
      {result.example && (
        <Link to={`/results/examples/${result.example.id}`}>
          <StatusTag kind="example" state={result.example.state} />
        </Link>
      )}
      {result.actions.includes('put_forward') && (
        <Link to={`/results/examples/new?result=${result.id}`} data-test="put-forward">
          {t('申报案例', 'Put forward')}
        </Link>
      )}
      {result.actions.includes('edit') && (
        <Link to={`/results/achieved/${result.id}/edit`}>{t('修改', 'Change')}</Link>
      )}
    </Space>
  );
}
