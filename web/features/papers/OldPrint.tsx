import { Navigate, useParams } from 'react-router';

/** Where the form of an application used to be: links that people kept go on. */
export function OldPrint() {
  const { id } = useParams();
  return <Navigate to={`/papers/applications/${id}/form`} replace />;
}
