import { render } from 'preact';
import './style.css';
import { Layout } from './layout.tsx';
import { watchServer } from './live.ts';
import { Activity } from './pages/activity.tsx';
import { BuildPage } from './pages/build.tsx';
import { Catalogue } from './pages/catalogue.tsx';
import { EditPage } from './pages/edit.tsx';
import { Fleet } from './pages/fleet.tsx';
import { ImagePage } from './pages/image.tsx';
import { NewImage } from './pages/new-image.tsx';
import { RunPage } from './pages/run.tsx';
import { Runs } from './pages/runs.tsx';
import { SignIn } from './pages/sign-in.tsx';
import { Empty } from './parts/shown.tsx';
import { interceptLinks, path } from './router.ts';
import { me, whoAmI } from './server.ts';

/** The page that the address names. */
function Routed() {
  const [place, first, ...rest] = path.value;
  if (place === 'sign-in' || me.value === null) return <SignIn />;
  switch (place) {
    case undefined:
      return <Fleet />;
    case 'runs':
      return first === undefined ? <Runs /> : <RunPage key={first} id={Number(first)} />;
    case 'builds':
      return <BuildPage key={first} id={Number(first)} />;
    case 'images':
      return <ImagePage key={path.value.join()} repository={first ?? ''} name={rest.join('/')} />;
    case 'catalogue':
      return <Catalogue />;
    case 'activity':
      return <Activity />;
    case 'edit':
      return <EditPage key={path.value.join()} repository={first ?? ''} name={rest.join('/')} />;
    case 'new':
      return <NewImage />;
    default:
      return (
        <Empty title="There is no page at this address.">
          <a href="/">To the fleet</a>
        </Empty>
      );
  }
}

interceptLinks();
await whoAmI().catch(() => {});
watchServer();
const page = document.getElementById('page');
if (page)
  render(
    <Layout>
      <Routed />
    </Layout>,
    page,
  );
