// The rich-text editor's links to stories: choosing one, and showing it.

(() => {
  const { EditorState, Modifier, RichUtils } = window.DraftJS;
  const { ModalWorkflowSource, TooltipEntity } = window.draftail;
  const { React } = window;
  const handlers = new window.ChooserModalOnloadHandlerFactory({ searchInputDelay: 150 });

  class StorySource extends ModalWorkflowSource {
    constructor(props) {
      super(props);
      this.onChosen = this.linkTo.bind(this);
    }

    getChooserConfig() {
      return {
        url: this.props.entityType.chooserUrls.storyChooser,
        urlParams: {},
        onload: handlers.getOnLoadHandlers(),
        responses: { chosen: this.onChosen },
      };
    }

    linkTo(story) {
      const { editorState, onComplete } = this.props;
      const selection = editorState.getSelection();
      const data = { id: story.id, string: story.string };
      const content = editorState.getCurrentContent().createEntity('STORY', 'MUTABLE', data);
      const key = content.getLastCreatedEntityKey();
      let next;
      if (selection.isCollapsed()) {
        const written = Modifier.replaceText(content, selection, story.string, null, key);
        next = EditorState.push(editorState, written, 'insert-characters');
      } else {
        next = RichUtils.toggleLink(editorState, selection, key);
      }
      this.workflow.close();
      onComplete(next);
    }
  }

  function StoryLink(props) {
    const data = props.contentState.getEntity(props.entityKey).getData();
    return React.createElement(TooltipEntity, { ...props, icon: '#icon-doc-full', label: data.string || `№ ${data.id}` });
  }

  window.draftail.registerPlugin({ type: 'STORY', source: StorySource, decorator: StoryLink }, 'entityTypes');
})();
