import { Alert, Button, Card, Grid, Steps } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';

/** The page on which something is mounted. On a phone there is no room to match columns, so it says so instead. */
export function MountPage({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useText();
  const wide = Grid.useBreakpoint().md !== false;
  return (
    <>
      <PageTitle
        title={title}
        actions={
          <Link to="/resources">
            <Button>{t('看已挂载的资源', 'See mounted resources')}</Button>
          </Link>
        }
      />
      {wide ? (
        children
      ) : (
        <Alert
          type="info"
          showIcon
          title={t('请在电脑上编辑，这里可以查看', 'Please edit on a computer; here you can look')}
        />
      )}
    </>
  );
}

/** How far one is, above what is to do now. */
export function MountSteps({
  current,
  titles,
  children,
}: {
  current: number;
  titles: readonly string[];
  children: ReactNode;
}) {
  return (
    <div className="cards" style={{ maxWidth: 1000 }}>
      <Card size="small">
        <Steps size="small" current={current} items={titles.map(title => ({ title }))} />
      </Card>
      <Card>{children}</Card>
    </div>
  );
}
