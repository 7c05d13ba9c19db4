// The list of a gallery's pictures: a button that chooses many at once. Without this, one by one.
{
  const { ListBlockDefinition } = window.wagtailStreamField.blocks;

  class PicturesBlockDefinition extends ListBlockDefinition {
    render(placeholder, prefix, initialState, initialError) {
      const list = super.render(placeholder, prefix, initialState, initialError);
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-small button-secondary";
      button.textContent = this.meta.chooseSeveral;
      button.addEventListener("click", () => this.chooseSeveral(list));
      list.container[0].before(button);
      return list;
    }

    chooseSeveral(list) {
      new window.ImageChooserModal(this.meta.chooserUrl).open({ multiple: true }, (pictures) => {
        // A new gallery begins with one place that nobody has filled.
        const { children } = list;
        const isUntouched = children.length === 1 && !children[0].getState().picture;
        for (const picture of pictures) {
          list.insert({ picture, caption: "", credit: "", alt: "" }, list.children.length, {});
        }
        if (isUntouched && pictures.length) list.deleteBlock(0);
      });
    }
  }

  window.telepath.register("shpalta.stories.PicturesBlock", PicturesBlockDefinition);
}
